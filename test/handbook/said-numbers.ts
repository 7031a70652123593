/** A number in a sentence, the constant of lib/ that decides it, and what one of its kind is. */
export type SaidNumber = [sentence: RegExp, constant: string, unit?: number]

/** The numbers in the running text of each page of the handbook. */
export const saidNumbers: Readonly<Record<string, readonly SaidNumber[]>> = {
  'Part-1-what-it-is/02-the-way-of-a-question.md': [
    [/the (\d+) nearest passages/, 'retrieval/denseCandidates'],
    [/by meaning gives up to (\d+) passages/, 'retrieval/denseCandidates'],
    [/by words up to (\d+)/, 'retrieval/lexicalCandidates'],
    [/one of the (\w+) best passages has/, 'retrieval/considered'],
    [/the (\d+) best passages are put into a new order/, 'retrieval/rerankCandidates'],
    [/same section, up to ([\d,]+) characters/, 'retrieval/joinedCharacters'],
    [/sees the last (\w+) turns/, 'answer/historyTurns'],
  ],
  'Part-1-what-it-is/03-citations-and-refusals.md': [
    [/At least (\d+) % of the sentence's/, 'citations/leastCoverage', 0.01],
    [/at least (\d+) % in those two/, 'citations/leastInSentence', 0.01],
    [/shares at least (\d+) % of its words/, 'citations/leastToDoubt', 0.01],
    [/of an answer, at most (\w+), go out/, 'answer/mostPairs'],
    [/names up to (\w+) pages that come nearest/, 'answer/mostPages'],
    [/Up to (\w+) passages around it/, 'retrieval/aroundSelection'],
  ],
  'Part-1-what-it-is/04-when-a-service-is-away.md': [
    [/Up to (\w+) passages are quoted/, 'answer/shownPassages'],
  ],
  'Part-1-what-it-is/05-what-is-stored.md': [
    [/The last (\w+) turns of a conversation/, 'conversation/keptTurns'],
    [/is cut to ([\d,]+) characters/, 'conversation/keptAnswerCharacters'],
  ],
  'Part-3-using-the-api/02-asking.md': [
    [/Text, 1 to ([\d,]+) characters after trimming/, 'chat/maxQuestionCharacters'],
    [/Text, 1 to ([\d,]+) characters, optional/, 'chat/maxSelectionCharacters'],
    [/After every (\d+) seconds of silence/, 'http/silenceMs', 1000],
  ],
  'Part-3-using-the-api/03-filters-and-selected-text.md': [
    [/still finds (\d+) candidates/, 'retrieval/denseCandidates'],
    [/Up to (\w+) passages around it/, 'retrieval/aroundSelection'],
  ],
  'Part-3-using-the-api/04-problems.md': [[/More than ([\d,]+) bytes/, 'http/usualBytes']],
  'Part-3-using-the-api/05-limits-and-origins.md': [
    [/Request body \| ([\d,]+) bytes/, 'http/usualBytes'],
    [/`question` \| 1 to ([\d,]+) characters/, 'chat/maxQuestionCharacters'],
    [/`selected_text` \| 1 to ([\d,]+) characters/, 'chat/maxSelectionCharacters'],
    [/`attached_text` \| 1 to ([\d,]+) characters/, 'chat/maxAttachedCharacters'],
    [/`metadata` of a session \| ([\d,]+) characters/, 'conversation/maxMetadataCharacters'],
  ],
  'Part-3-using-the-api/06-ingestion-runs.md': [
    [/more than (\d+) % of the indexed pages/, 'ingest/massDeletionShare', 0.01],
    [/gives (\d+) runs, newest first/, './usualRows'],
    [/waits at most (\d+) seconds for each/, 'upstream/patienceMs', 1000],
  ],
  'Part-3-using-the-api/07-webhooks.md': [
    [/There can be (\d+) webhooks/, 'webhooks/mostWebhooks'],
    [/at most (\w+) deliveries under way/, 'webhooks/slots'],
    [/For (\d+) hours every delivery carries two/, 'webhooks/rotationHours'],
    [/the same key within (\d+) hours/, 'webhooks/keptHours'],
  ],
  'Part-3-using-the-api/09-identity-and-memory.md': [
    [/A memory holds at most (\d+) facts/, 'conversation/mostFacts'],
  ],
  'Part-3-using-the-api/12-telegram.md': [
    [/One of more than ([\d,]+) characters/, 'telegram/maxCharacters'],
  ],
  'Part-3-using-the-api/13-search.md': [
    [/Of more than (\d+) words/, 'search/mostTyped'],
    [/no more than (\d+) are looked for/, 'search/mostWords'],
  ],
  'Part-3-using-the-api/14-agents.md': [[/up to (\d+) places at once/, 'mcp/mostPlaces']],
  'Part-4-operating-it/02-from-pages-to-passages.md': [
    [/A page may have up to (\d+) MiB/, 'ingest/maxPageBytes', 1024 * 1024],
  ],
  'Part-4-operating-it/03-ingestion.md': [
    [/more than (\d+) % of the indexed pages/, 'ingest/massDeletionShare', 0.01],
    [/It is tried (\w+) times/, 'ingest/run/maxAttempts'],
    [/to be listed in (\d+) requests/, 'ingest/maxRequests'],
    [/Texts are embedded up to (\d+) at a time/, 'ingest/largestBatch'],
  ],
  'Part-4-operating-it/09-the-admin-page.md': [
    [/Up to (\d+) differently worded questions/, 'admin/mostQuestions'],
  ],
  'Part-4-operating-it/10-the-archive.md': [
    [/idle for (\d+) minutes/, 'conversation/idleMinutes'],
    [/in batches of (\d+)/, 'conversation/batchSize'],
  ],
}
