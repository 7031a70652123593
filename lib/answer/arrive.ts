import type { Limit, LimitDecision, RedisDoor } from '../clients/redis.ts'
import {
  type ConversationState,
  emptyState,
  readState,
  stateKey,
} from '../conversation/conversation-state.ts'
import { Problem } from '../problem.ts'
import { type CachedAnswer, queryHash, readCached } from './answer-cache.ts'
import type { Breaker } from './breaker.ts'
import type { createLocalLimit } from './local-limit.ts'
import { outcome } from './outcome.ts'
import type { Question } from './question.ts'

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
  missed: string[]
}

/**
 * Counts a question against its limits and fetches what Redis knows of it, in one request. Throws
 * `rate-limited`. Without Redis, counts in this isolate and goes on with nothing known.
 */
export async function arrive(question: Question, deps: ArriveDeps): Promise<Arrival> {
  const cacheKey = `cache:${await queryHash(question)}`
  const trip = await outcome(deps.reachRedis(() => ask(question, cacheKey, deps)))
  if (!trip.ok) {
    refuseDenied(limited(question, deps, deps.limitLocally), deps.now())
    return {
      cacheKey,
      cached: undefined,
      state: emptyState(),
      indexVersion: '',
      missed: ['redis'],
    }
  }
  const { decisions, cached, state, version, embedding } = trip.value
  deps.noteEmbedding(embedding)
  refuseDenied(decisions, deps.now())
  const indexVersion = version ?? '0'
  return {
    cacheKey,
    cached: readCached(cached, { indexVersion, model: deps.chatModel }),
    state: readState(state),
    indexVersion,
    missed: [],
  }
}

async function ask(question: Question, cacheKey: string, deps: ArriveDeps) {
  const batch = deps.redis.batch()
  const [decisions, cached, state, version, embedding] = await Promise.all([
    Promise.all(limited(question, deps, (name, limit, id) => batch.limit(name, limit, id))),
    batch.get(cacheKey),
    batch.get(stateKey(question.session_id)),
    batch.get('index:version'),
    batch.get('index:embedding'),
  ])
  return { decisions, cached, state, version, embedding }
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
