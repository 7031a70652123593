import type { AskedAgain } from '../../admin/gaps/ask-gaps.ts'
import type { GapCareMessage } from '../../admin/gaps/gap-care.ts'
import { type GapMessage, workOnGaps } from '../../admin/gaps/gap-job.ts'
import { talkIn } from '../../answer/talk.ts'
import type { Edition } from '../../chat/editions.ts'
import { editionsFor } from '../../chat/editions.ts'
import { type ChatEvent, toDocument } from '../../chat/events.ts'
import { readerFilter } from '../../chat/filter.ts'
import type { Question } from '../../chat/question.ts'
import { NoRow, sql } from '../../clients/neon.ts'
import type { Settings } from '../../env.ts'
import { embedAsReaders } from '../answering/embed-as-readers.ts'
import { newId, now } from '../doors.ts'
import { neonFor, publisherFor, qdrantFor } from '../upstreams.ts'

type Answer = (question: Question, left: AbortSignal) => AsyncGenerator<ChatEvent>

/** What is done about gaps after a run; `answer` answers as readers are answered, and logs nothing. */
export function gapServices(settings: Settings, answer: Answer) {
  const neon = neonFor(settings, settings.TIMEOUT_INGESTION_MS)
  const qdrant = qdrantFor(settings, settings.TIMEOUT_INGESTION_MS)
  return {
    async work(message: GapMessage): Promise<void> {
      const session_id = newId()
      // Retrieval takes questions of sessions that there are; this one is nobody's, and ends with the step.
      await neon.run(sql(NoRow)`
        insert into sessions (id, metadata) values (${session_id}, '{"purpose": "gaps"}')`)
      try {
        await workOnGaps(message, {
          neon,
          newId,
          likeness: settings.UNANSWERED_LIKENESS,
          isTalk: (question) => talkIn({ question }) !== undefined,
          embed: async (questions) => (await embedAsReaders(questions, settings)).vectors,
          nearest: async (vectors) => {
            if (vectors.length === 0) return []
            const found = await qdrant.searchEach(vectors, 1)
            return found.map(([hit]) => hit && placeOf(hit.payload))
          },
          ask: (question) => ask(question, session_id, editionsFor(settings), answer),
          publish: publisherFor(settings),
          send: (next) => settings.JOURNAL_QUEUE.send(next),
          // The function that ingests has the door to GitHub.
          care: (run_id) => {
            const left = settings.GAP_DRAFTS_PER_RUN
            const care: GapCareMessage = { kind: 'gap-care', run_id, step: 'drafts', left }
            return settings.INGESTION_QUEUE.send(care)
          },
        })
      } finally {
        await neon.run(sql(NoRow)`delete from sessions where id = ${session_id}`)
      }
    },
  }
}

const placeOf = ({
  source,
  chapter,
  section,
  url,
}: Record<'source' | 'chapter' | 'section' | 'url', string>) => ({
  source,
  chapter,
  section,
  url,
})

async function ask(
  question: string,
  session_id: string,
  editions: Edition[],
  answer: Answer,
): Promise<AskedAgain> {
  // As anybody: a gap is closed once every reader is answered.
  const asked = {
    question,
    filter: readerFilter({}, { editions, question }),
    session_id,
    query_id: newId(),
    address: 'gaps',
    askedAt: now(),
  }
  const told = await toDocument(answer(asked, new AbortController().signal))
  const { answered, finish, degraded, citations, sources } = told
  return {
    answered: answered && finish === 'stop',
    verified: citations.length > 0 && citations.every(({ status }) => status === 'verified'),
    degraded,
    answer: told.answer,
    sources: sources.flatMap(({ n, source }) =>
      citations.some((citation) => citation.n === n) ? [source] : [],
    ),
    citations: citations.map(({ n, quote }) => {
      const url = sources.find((source) => source.n === n)?.url
      return { quote, ...(url && { url }) }
    }),
  }
}
