import type { CachedAnswer } from '../../cache/answer-cache.ts'
import { askedAgain } from '../../cache/asked-here.ts'
import type { AnswerPoints } from '../../clients/answer-points.ts'
import type { CronRest } from '../../clients/cron-rest.ts'
import type { RedisDoor } from '../../clients/redis.ts'
import {
  eventsKey,
  replaceState,
  withKeys,
  withTurn,
} from '../../conversation/conversation-state.ts'
import type { AnswerState, Reply } from '../answer-state.ts'
import { toBuffer } from '../replay.ts'
import type { RequestContext } from '../request-context.ts'

export interface KeepDeps {
  redis: RedisDoor
  points: Pick<AnswerPoints, 'put' | 'remove'>
  chatModel: () => string
  cacheTtlSeconds: number
  conversationTtlSeconds: number
  /** The rest of the cron that archives conversations. */
  houseRest: Pick<CronRest, 'end'>
  now: () => number
}

/**
 * Keeps the conversation's state, the answer for others, and the events for a reader whose stream
 * was cut off; without Redis the log has them.
 */
export async function remember(state: AnswerState, deps: KeepDeps): Promise<void> {
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
    replaceState(pipeline, question.session_id, next, {
      read: context.heldState,
      version: question.query_id,
      ex: deps.conversationTtlSeconds,
    })
  if (isKept) {
    const entry = toCached(state, context.indexVersion, deps)
    const ex = deps.cacheTtlSeconds
    pipeline.set(context.cacheKey, JSON.stringify(entry), { ex })
    for (const key of context.near?.subjectKeys ?? []) pipeline.set(key, '1', { ex })
  }
  const { askedHere } = context
  if (askedHere && reply.isFinished && reply.cached === 'exact') {
    const held = askedAgain(question, askedHere, context.state.turns, context.cacheKey)
    if (held) pipeline.set(askedHere.key, held, { ex: deps.cacheTtlSeconds })
  }
  await Promise.all([deps.houseRest.end(pipeline), pipeline.exec()])
  if (isKept) await keepPoint(state, context, deps)
}

/** Puts verdicts that a second look has changed into what was kept. */
export async function rememberVerdicts(state: AnswerState, deps: KeepDeps): Promise<void> {
  const { context, question, reply, events } = state
  if (!context || context.missed.length > 0) return
  const pipeline = deps.redis.commands.pipeline()
  const { value, seconds } = toBuffer(question.session_id, events)
  pipeline.set(eventsKey(question.query_id), value, { ex: seconds })
  if (reply.isFinished && isCacheable(context, reply)) {
    const entry = toCached(state, context.indexVersion, deps)
    pipeline.set(context.cacheKey, JSON.stringify(entry), { ex: deps.cacheTtlSeconds })
  }
  await pipeline.exec()
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
  deps: KeepDeps,
) {
  if (!near || !found?.embedded) return
  await deps.points.put(found.embedded.vector, {
    query_hash: cacheKey.replace(/^cache:/, ''),
    query_id: question.query_id,
    session_id: question.session_id,
    guard: near.guard,
    index_version: indexVersion,
    model: deps.chatModel(),
    embedding: found.embedded.by,
    expires_at: Math.floor(deps.now() / 1000) + deps.cacheTtlSeconds,
  })
}

/** Points that were met and have no answer any more. */
export async function forgetDead({ found }: AnswerState, { points }: KeepDeps) {
  const { dead } = (await found?.near) ?? { dead: [] }
  if (dead.length > 0) await points.remove(dead)
}

/** Only a shareable, whole answer that is not in the cache already. */
const isCacheable = (
  context: RequestContext,
  { answered, isTalk, isAboutAnswer, finish, degraded, cached, pinId }: Reply,
): boolean =>
  context.isShareable &&
  !context.isChanging &&
  !isTalk &&
  !isAboutAnswer &&
  answered &&
  finish === 'stop' &&
  degraded.length === 0 &&
  pinId === undefined &&
  !cached

function toCached(
  { question, reply }: AnswerState,
  indexVersion: string,
  deps: KeepDeps,
): CachedAnswer {
  const { sources, passages, usage } = reply
  return {
    query_id: question.query_id,
    question: question.question,
    answer: reply.text,
    sources,
    citations: reply.citations,
    ...(reply.suggestions.length > 0 && { suggestions: reply.suggestions }),
    passages: passages.map(({ passage_id: id, content_hash }) => ({ id, content_hash })),
    index_version: indexVersion,
    model: deps.chatModel(),
    ...(usage && { usage }),
    created_at: new Date(deps.now()).toISOString(),
  }
}
