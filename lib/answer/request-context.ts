import { type CachedAnswer, cacheKeyOf, queryHash, readCached } from '../cache/answer-cache.ts'
import { isLikelyNear, type NearQuestion, nearQuestion } from '../cache/near-question.ts'
import type { Question } from '../chat/question.ts'
import type { RedisDoor } from '../clients/redis.ts'
import {
  type ConversationState,
  emptyState,
  erasedState,
  readState,
  stateKey,
} from '../conversation/conversation-state.ts'
import { embeddingKey } from '../index/active-embedding.ts'
import { changingKey, versionKey } from '../index/index-version.ts'
import { type Budgets, boundsOf, isSpent } from '../limits/budget.ts'
import type { Gate } from '../limits/gate.ts'
import { Problem } from '../problem.ts'
import { needsContext } from '../retrieval/follow-up.ts'
import type { Breaker } from '../upstream/breaker.ts'
import { settle } from '../upstream/settle.ts'
import { limitsOf, type RateLimits } from './rate-limit.ts'

export interface RequestContextDeps {
  redis: RedisDoor
  reachRedis: Breaker
  /** Has counted the question in this isolate, which is enough while Redis is away. */
  gate: Gate
  limits: RateLimits
  budgets: Budgets
  chatModel: string
  /** Told which model's vectors answer now, as Redis has it. */
  noteEmbedding: (value: string | undefined) => void
  now: () => number
}

/** What one trip to Redis gives of a question, and what follows from it. */
export interface RequestContext {
  cacheKey: string
  /** The answer to this very question, if it may be given again. */
  cached: CachedAnswer | undefined
  state: ConversationState
  indexVersion: string
  /** Whether pages are being written, so that nothing answered now may be cached. */
  isChanging: boolean
  /** How the question may be near others; undefined when it is not. */
  near: NearQuestion | undefined
  /** Whether a cached answer near by is worth looking for. */
  mayBeNear: boolean
  /** Whether the question needs the turns before it. */
  isFollowUp: boolean
  /**
   * Whether its answer is anybody's: it depends on the book alone, not on the conversation, nor on
   * who asks. Only then is it taken from the cache or put there.
   */
  isShareable: boolean
  /** Whether a budget of the day is spent, so that the model is not asked. */
  isOverBudget: boolean
  missed: string[]
}

/**
 * Counts a question against its limits and fetches what Redis knows of it, in one request. Throws
 * `rate-limited`, and `not-found` for an erased session. Without Redis, goes on with nothing known.
 */
export async function readContext(
  question: Question,
  deps: RequestContextDeps,
): Promise<RequestContext> {
  const [hash, near] = await Promise.all([queryHash(question), nearQuestion(question)])
  const cacheKey = cacheKeyOf(hash)
  const trip = await settle(deps.reachRedis(() => ask(question, cacheKey, near, deps)))
  if (!trip.ok) return { ...nothingKnown(), cacheKey, near }
  const { decisions, cached, version, embedding, changing, subjects, isOverBudget } = trip.value
  deps.noteEmbedding(embedding)
  deps.gate.judge(limitsOf(question, deps.limits), decisions)
  if (trip.value.state === erasedState)
    throw new Problem('not-found', `There is no session ${question.session_id}.`)
  const indexVersion = version ?? '0'
  const state = readState(trip.value.state)
  const isFollowUp = needsContext(question.question, state.turns)
  const isShareable = !isFollowUp && !question.hidText && state.memory.length === 0
  const known = isShareable
    ? readCached(cached, { indexVersion, model: deps.chatModel })
    : undefined
  return {
    cacheKey,
    cached: known,
    state,
    indexVersion,
    isChanging: changing !== undefined,
    near,
    mayBeNear: isShareable && !known && near !== undefined && isLikelyNear(subjects.map(isHeld)),
    isFollowUp,
    isShareable,
    isOverBudget,
    missed: [],
  }
}

/** Without Redis there may be a conversation, and a memory, that nobody can see. */
const nothingKnown = () => ({
  cached: undefined,
  state: emptyState(),
  indexVersion: '',
  isChanging: false,
  mayBeNear: false,
  isFollowUp: false,
  isShareable: false,
  isOverBudget: false,
  missed: ['redis'],
})

const isHeld = (value: string | undefined) => value !== undefined

async function ask(
  question: Question,
  cacheKey: string,
  near: NearQuestion | undefined,
  deps: RequestContextDeps,
) {
  const batch = deps.redis.batch()
  const bounds = boundsOf(question, deps.budgets, question.askedAt)
  const keys = [cacheKey, stateKey(question.session_id), versionKey, embeddingKey, changingKey]
  const [decisions, values] = await Promise.all([
    Promise.all(
      limitsOf(question, deps.limits).map(({ name, limit, id }) => batch.limit(name, limit, id)),
    ),
    batch.getAll([...keys, ...bounds.map(({ key }) => key), ...(near?.subjectKeys ?? [])]),
  ])
  const [cached, state, version, embedding, changing, ...more] = values
  const isOverBudget = isSpent(bounds, more)
  const subjects = more.slice(bounds.length)
  return { decisions, cached, state, version, embedding, changing, subjects, isOverBudget }
}
