import { type CachedAnswer, cacheKeyOf, queryHash, readCached } from '../cache/answer-cache.ts'
import { isLikelyNear, type NearQuestion, nearQuestion } from '../cache/near-question.ts'
import type { Question } from '../chat/question.ts'
import type { Limit, LimitDecision, RedisDoor } from '../clients/redis.ts'
import {
  type ConversationState,
  emptyState,
  readState,
  stateKey,
} from '../conversation/conversation-state.ts'
import { embeddingKey } from '../index/active-embedding.ts'
import { changingKey, versionKey } from '../index/index-version.ts'
import { Problem } from '../problem.ts'
import type { Breaker } from '../upstream/breaker.ts'
import type { createLocalLimit } from '../upstream/local-limit.ts'
import { outcome } from '../upstream/outcome.ts'

export interface ArriveDeps {
  redis: RedisDoor
  reachRedis: Breaker
  limitLocally: ReturnType<typeof createLocalLimit>
  limits: { session: Limit; address: Limit; day: Limit }
  chatModel: string
  /** Told which model's vectors answer now, as Redis has it. */
  noteEmbedding: (value: string | undefined) => void
  now: () => number
}

/** What one trip to Redis knows of a question. */
export interface Arrival {
  cacheKey: string
  cached: CachedAnswer | undefined
  state: ConversationState
  indexVersion: string
  /** Whether pages are being written, so that nothing answered now may be cached. */
  isChanging: boolean
  /** How the question may be near others; undefined when it is not. */
  near: NearQuestion | undefined
  /** Whether a cached answer may be one for this question too. */
  isLikelyNear: boolean
  missed: string[]
}

/**
 * Counts a question against its limits and fetches what Redis knows of it, in one request. Throws
 * `rate-limited`. Without Redis, counts in this isolate and goes on with nothing known.
 */
export async function arrive(question: Question, deps: ArriveDeps): Promise<Arrival> {
  const [hash, near] = await Promise.all([queryHash(question), nearQuestion(question)])
  const cacheKey = cacheKeyOf(hash)
  const trip = await outcome(deps.reachRedis(() => ask(question, cacheKey, near, deps)))
  if (!trip.ok) {
    refuseDenied(limited(question, deps, deps.limitLocally), deps.now())
    return {
      cacheKey,
      cached: undefined,
      state: emptyState(),
      indexVersion: '',
      isChanging: false,
      near,
      isLikelyNear: false,
      missed: ['redis'],
    }
  }
  const { decisions, cached, state, version, embedding, changing, subjects } = trip.value
  deps.noteEmbedding(embedding)
  refuseDenied(decisions, deps.now())
  const indexVersion = version ?? '0'
  return {
    cacheKey,
    cached: readCached(cached, { indexVersion, model: deps.chatModel }),
    state: readState(state),
    indexVersion,
    isChanging: changing !== undefined,
    near,
    isLikelyNear: near !== undefined && isLikelyNear(subjects.map((held) => held !== undefined)),
    missed: [],
  }
}

async function ask(
  question: Question,
  cacheKey: string,
  near: NearQuestion | undefined,
  deps: ArriveDeps,
) {
  const batch = deps.redis.batch()
  const keys = [cacheKey, stateKey(question.session_id), versionKey, embeddingKey, changingKey]
  const [decisions, values] = await Promise.all([
    Promise.all(limited(question, deps, (name, limit, id) => batch.limit(name, limit, id))),
    batch.getAll([...keys, ...(near?.subjectKeys ?? [])]),
  ])
  const [cached, state, version, embedding, changing, ...subjects] = values
  return { decisions, cached, state, version, embedding, changing, subjects }
}

function limited<Decision>(
  { session_id, address }: Question,
  { limits }: ArriveDeps,
  count: (name: string, limit: Limit, id: string) => Decision,
): Decision[] {
  return [
    count('session', limits.session, session_id),
    count('address', limits.address, address),
    count('day', limits.day, address),
  ]
}

function refuseDenied(decisions: LimitDecision[], now: number) {
  const denied = decisions.filter((decision) => !decision.allowed)
  if (denied.length === 0) return
  const reset = Math.max(...denied.map((decision) => decision.reset))
  const retryAfter = Math.max(1, Math.ceil((reset - now) / 1000))
  throw new Problem('rate-limited', `Ask again in ${retryAfter} s.`, { retryAfter })
}
