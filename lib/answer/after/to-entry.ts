import { type Question, retrievalMode } from '../../chat/question.ts'
import { verdictsOn } from '../../citations/logged-verdicts.ts'
import type { Spent } from '../../limits/budget.ts'
import { roundedTimings } from '../../upstream/stopwatch.ts'
import type { Event } from '../../webhooks/events.ts'
import type { AnswerState } from '../answer-state.ts'
import type { JournalEntry } from './journal.ts'

/** An answer as it is logged; `spent` is what the models have cost. */
export function toEntry(
  { question, context, found, reply, clock, latencyMs }: AnswerState,
  spent: Spent | undefined,
): JournalEntry {
  const { confidence, recalled } = reply
  const usage = reply.usage && { ...reply.usage, ...spent }
  const standalone = found?.standaloneQuestion
  return {
    query_id: question.query_id,
    session_id: question.session_id,
    question: question.question,
    ...(standalone !== undefined && { standalone_question: standalone }),
    answer: reply.text,
    sources: reply.sources.map((source) => {
      const verdicts = verdictsOn(source.n, reply.citations)
      const isCited = verdicts.length > 0
      return { ...source, is_cited: isCited, ...(isCited && { verdicts }) }
    }),
    ...(recalled.length > 0 && { recalled }),
    retrieval_mode: retrievalMode(question),
    ...(question.selected_text !== undefined && { selected_text: question.selected_text }),
    latency_ms: Math.round(latencyMs),
    created_at: new Date(question.askedAt).toISOString(),
    answered: reply.answered,
    finish: reply.finish,
    cached: reply.cached,
    degraded: reply.degraded,
    ...askedWith(question),
    ...(reply.pinId !== undefined && { pin_id: reply.pinId }),
    ...(usage && { model: usage.model, usage }),
    ...(confidence !== undefined && { confidence }),
    timings: roundedTimings(clock),
    ...(context && { cache_key: reply.servedFrom ?? context.cacheKey }),
  }
}

/** What decided the answer beside the question's words; who may read what is not kept. */
function askedWith({ filter: { groups: _, ...filter }, page }: Question) {
  if (Object.keys(filter).length === 0 && !page) return {}
  return { asked_with: { filter, ...(page && { page: page.path }) } }
}

/** The event that tells of an answer; the same one whenever its entry is written again. */
export const toEvent = (entry: JournalEntry, timestamp: string): Event => ({
  id: `evt_${entry.query_id}`,
  type: 'chat.response.generated',
  timestamp,
  data: announced(entry),
})

const announcedFields = [
  'query_id',
  'session_id',
  'question',
  'answer',
  'answered',
  'cached',
  'degraded',
  'latency_ms',
  'retrieval_mode',
] as const

function announced(entry: JournalEntry): Record<string, unknown> {
  const sources = entry.sources.map(({ n, passage_id, source, url, section }) => ({
    n,
    passage_id,
    source,
    url,
    section,
  }))
  return {
    ...Object.fromEntries(announcedFields.map((name) => [name, entry[name]])),
    sources,
  }
}
