import type { CachedAnswer } from '../cache/answer-cache.ts'
import { retrievalMode } from '../chat/question.ts'
import type { AnswerPoints } from '../clients/answer-points.ts'
import type { CronRest } from '../clients/cron-rest.ts'
import { eventsKey, stateKey, withKeys, withTurn } from '../conversation/conversation-state.ts'
import { roundedTimings } from '../upstream/stopwatch.ts'
import type { AnswerState, Reply } from './answer-state.ts'
import { type ChargeDeps, charge } from './charge.ts'
import type { Journal, JournalEntry } from './journal.ts'
import { toBuffer } from './replay.ts'
import type { RequestContext } from './request-context.ts'

export interface FinishDeps extends ChargeDeps {
  journal: Journal
  points: Pick<AnswerPoints, 'put' | 'remove'>
  chatModel: string
  /** A conversation that goes on is archived anew. */
  houseRest: Pick<CronRest, 'end'>
  cacheTtlSeconds: number
  conversationTtlSeconds: number
}

/** All that follows an answer's last byte: the log, the conversation's state, the cache, the event. */
export async function finish(state: AnswerState, deps: FinishDeps): Promise<void> {
  const entry = toEntry(state)
  // Redis first: whoever erases the session after the log has its row knows all keys from there, and
  // a log that finds it erased takes them away again.
  const kept = await Promise.allSettled([remember(state, deps), forgetDead(state, deps)])
  const told = await Promise.allSettled([
    deps.journal.record(entry),
    charge(state, deps),
    deps.publish({
      type: 'chat.response.generated',
      id: `evt_${entry.query_id}`,
      data: announced(entry),
    }),
  ])
  for (const ended of [...kept, ...told]) {
    // The reader has the answer; what is lost here is told to the operator alone.
    if (ended.status === 'rejected')
      console.error(`After the answer ${entry.query_id}: ${String(ended.reason)}`)
  }
}

function toEntry({ question, context, found, reply, clock, latencyMs }: AnswerState): JournalEntry {
  const { usage, confidence, recalled } = reply
  const cited = new Set(reply.citations.map(({ n }) => n))
  const standalone = found?.standaloneQuestion
  return {
    query_id: question.query_id,
    session_id: question.session_id,
    question: question.question,
    ...(standalone !== undefined && { standalone_question: standalone }),
    answer: reply.text,
    sources: reply.sources.map((source) => ({ ...source, is_cited: cited.has(source.n) })),
    ...(recalled.length > 0 && { recalled }),
    retrieval_mode: retrievalMode(question),
    ...(question.selected_text !== undefined && { selected_text: question.selected_text }),
    latency_ms: Math.round(latencyMs),
    created_at: new Date(question.askedAt).toISOString(),
    answered: reply.answered,
    finish: reply.finish,
    cached: reply.cached,
    degraded: reply.degraded,
    ...(usage && { model: usage.model, usage }),
    ...(confidence !== undefined && { confidence }),
    timings: roundedTimings(clock),
    ...(context && { cache_key: reply.servedFrom ?? context.cacheKey }),
  }
}

/**
 * Keeps the conversation's state, the answer for others, and the events for a reader whose stream
 * was cut off; without Redis the log has them.
 */
async function remember(state: AnswerState, deps: FinishDeps): Promise<void> {
  const { context, question, reply, events } = state
  if (!context || context.missed.length > 0) return
  const told = eventsKey(question.query_id)
  const isKept = reply.isFinished && isCacheable(context, reply)
  const { value, seconds } = toBuffer(question.session_id, events)
  const pipeline = deps.redis.commands.pipeline()
  pipeline.set(told, value, { ex: seconds })
  const next = withKeys(stateAfter(state, context), isKept ? [told, context.cacheKey] : [told])
  // What came before is in Neon, and is not to be covered by this turn alone.
  if (context.isStateKnown)
    pipeline.set(stateKey(question.session_id), JSON.stringify(next), {
      ex: deps.conversationTtlSeconds,
    })
  if (isKept) {
    const entry = toCached(state, context.indexVersion, deps)
    const ex = deps.cacheTtlSeconds
    pipeline.set(context.cacheKey, JSON.stringify(entry), { ex })
    for (const key of context.near?.subjectKeys ?? []) pipeline.set(key, '1', { ex })
  }
  await Promise.all([deps.houseRest.end(pipeline), pipeline.exec()])
  if (isKept) await keepPoint(state, context, deps)
}

function stateAfter({ question, found, reply }: AnswerState, { state }: RequestContext) {
  if (!reply.isFinished || reply.isTalk) return state
  const { text: answer, answered } = reply
  // "Shorter, please" is about what was asked before it, and so is what follows.
  const before = reply.isAboutAnswer ? state.turns.at(-1)?.question : undefined
  // What was pasted is not kept, but for what a later "how do I fix it?" points to.
  const pasted = question.attached_text === undefined ? undefined : found?.standaloneQuestion
  const asked = before ?? pasted ?? question.question
  return withTurn(state, { question: asked, answer, answered, query_id: question.query_id })
}

/** Lets the answer be found by questions near this one. */
async function keepPoint(
  { question, found }: AnswerState,
  { near, cacheKey, indexVersion }: RequestContext,
  deps: FinishDeps,
) {
  if (!near || !found?.embedded) return
  await deps.points.put(found.embedded.vector, {
    query_hash: cacheKey.replace(/^cache:/, ''),
    query_id: question.query_id,
    session_id: question.session_id,
    guard: near.guard,
    index_version: indexVersion,
    model: deps.chatModel,
    embedding: found.embedded.by,
    expires_at: Math.floor(deps.now() / 1000) + deps.cacheTtlSeconds,
  })
}

/** Points that were met and have no answer any more. */
async function forgetDead({ found }: AnswerState, { points }: FinishDeps) {
  const { dead } = (await found?.near) ?? { dead: [] }
  if (dead.length > 0) await points.remove(dead)
}

/** Nothing that is not anybody's, no missing, cut or degraded answer, none that is there already. */
const isCacheable = (
  context: RequestContext,
  { answered, isTalk, isAboutAnswer, finish, degraded, cached }: Reply,
): boolean =>
  context.isShareable &&
  !context.isChanging &&
  !isTalk &&
  !isAboutAnswer &&
  answered &&
  finish === 'stop' &&
  degraded.length === 0 &&
  !cached

function toCached(
  { question, reply }: AnswerState,
  indexVersion: string,
  deps: FinishDeps,
): CachedAnswer {
  const { sources, passages, usage } = reply
  return {
    query_id: question.query_id,
    question: question.question,
    answer: reply.text,
    sources,
    citations: reply.citations,
    passages: passages.map(({ passage_id: id, content_hash }) => ({ id, content_hash })),
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
