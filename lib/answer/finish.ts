import type { CachedAnswer } from '../cache/answer-cache.ts'
import { retrievalMode } from '../chat/question.ts'
import type { AnswerPoints } from '../clients/answer-points.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { eventsKey, stateKey, withTurn } from '../conversation/conversation-state.ts'
import type { Publish } from '../webhooks/publish.ts'
import type { Arrival } from './arrive.ts'
import { type Draft, rounded } from './draft.ts'
import type { Journal, JournalEntry } from './journal.ts'
import { toBuffer } from './replay.ts'

export interface FinishDeps {
  journal: Journal
  redis: RedisDoor
  publish: Publish
  points: Pick<AnswerPoints, 'put' | 'remove'>
  chatModel: string
  cacheTtlSeconds: number
  conversationTtlSeconds: number
  now: () => number
}

/** All that follows an answer's last byte: the log, the conversation's state, the cache, the event. */
export async function finish(draft: Draft, deps: FinishDeps): Promise<void> {
  const entry = toEntry(draft)
  const work = await Promise.allSettled([
    deps.journal.record(entry),
    remember(draft, deps),
    keepEvents(draft, deps),
    forgetDead(draft, deps),
    deps.publish({
      type: 'chat.response.generated',
      id: `evt_${entry.query_id}`,
      data: announced(entry),
    }),
  ])
  for (const part of work) {
    // The reader has the answer; what is lost here is told to the operator alone.
    if (part.status === 'rejected')
      console.error(`After the answer ${entry.query_id}: ${String(part.reason)}`)
  }
}

function toEntry(draft: Draft): JournalEntry {
  const { question, standaloneQuestion, usage, confidence } = draft
  const cited = new Set(draft.citations.map(({ n }) => n))
  return {
    query_id: question.query_id,
    session_id: question.session_id,
    question: question.question,
    ...(standaloneQuestion !== undefined && { standalone_question: standaloneQuestion }),
    answer: draft.answer,
    sources: draft.sources.map((source) => ({ ...source, is_cited: cited.has(source.n) })),
    retrieval_mode: retrievalMode(question),
    ...(question.selected_text !== undefined && { selected_text: question.selected_text }),
    latency_ms: Math.round(draft.latencyMs),
    created_at: new Date(question.askedAt).toISOString(),
    answered: draft.answered,
    cached: draft.cached,
    degraded: draft.degraded,
    ...(usage && { model: usage.model, usage }),
    ...(confidence !== undefined && { confidence }),
    timings: rounded(draft.clock.timings),
    ...(draft.arrival && { cache_key: draft.servedFrom ?? draft.arrival.cacheKey }),
  }
}

/** For who lost the stream; without Redis they are heard from the log. */
async function keepEvents({ arrival, question, events }: Draft, deps: FinishDeps) {
  if (!arrival || arrival.missed.length > 0) return
  const { value, seconds } = toBuffer(question.session_id, events)
  await deps.redis.commands.set(eventsKey(question.query_id), value, { ex: seconds })
}

async function remember(draft: Draft, deps: FinishDeps): Promise<void> {
  const { arrival, question } = draft
  if (!arrival || arrival.missed.length > 0 || !draft.isFinished) return
  const state = withTurn(arrival.state, {
    question: question.question,
    answer: draft.answer,
    answered: draft.answered,
  })
  const pipeline = deps.redis.commands.pipeline()
  pipeline.set(stateKey(question.session_id), JSON.stringify(state), {
    ex: deps.conversationTtlSeconds,
  })
  const isKept = isCacheable(draft)
  if (isKept) {
    const entry = toCached(draft, arrival.indexVersion, deps)
    const ex = deps.cacheTtlSeconds
    pipeline.set(arrival.cacheKey, JSON.stringify(entry), { ex })
    for (const key of arrival.near?.subjectKeys ?? []) pipeline.set(key, '1', { ex })
  }
  await pipeline.exec()
  if (isKept) await keepPoint(draft, arrival, deps)
}

/** Lets the answer be found by questions near this one. */
async function keepPoint({ question, embedded }: Draft, arrival: Arrival, deps: FinishDeps) {
  const { near, cacheKey, indexVersion } = arrival
  if (!near || !embedded) return
  await deps.points.put(embedded.vector, {
    query_hash: cacheKey.replace(/^cache:/, ''),
    query_id: question.query_id,
    session_id: question.session_id,
    guard: near.guard,
    index_version: indexVersion,
    model: deps.chatModel,
    embedding: embedded.by,
    expires_at: Math.floor(deps.now() / 1000) + deps.cacheTtlSeconds,
  })
}

/** Points that were met and have no answer any more. */
async function forgetDead({ near }: Draft, { points }: FinishDeps) {
  const { dead } = (await near) ?? { dead: [] }
  if (dead.length > 0) await points.remove(dead)
}

/**
 * Never refusals, degraded or personal answers, answers to a follow-up, what came from the cache, or
 * what was answered while pages were being written.
 */
function isCacheable(draft: Draft): boolean {
  if (draft.arrival?.isChanging) return false
  const isPersonal = draft.arrival?.state.memory.length !== 0
  const isOfTheBookAlone = draft.answered && !draft.isFollowUp && !isPersonal
  return isOfTheBookAlone && draft.degraded.length === 0 && !draft.cached
}

function toCached(draft: Draft, indexVersion: string, deps: FinishDeps): CachedAnswer {
  const { sources, found, usage } = draft
  return {
    query_id: draft.question.query_id,
    question: draft.question.question,
    answer: draft.answer,
    sources,
    citations: draft.citations,
    passages: found.map(({ passage_id: id, content_hash }) => ({ id, content_hash })),
    index_version: indexVersion,
    model: deps.chatModel,
    ...(usage && { usage }),
    created_at: new Date(deps.now()).toISOString(),
  }
}

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
