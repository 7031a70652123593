import type { Question } from '../chat/question.ts'
import type { Limit, LimitDecision } from '../clients/redis.ts'
import { Problem } from '../problem.ts'

export interface RateLimits {
  session: Limit
  address: Limit
  day: Limit
}

/** Counts a question against each of its limits, wherever `count` keeps them. */
export const countQuestion = <Decision>(
  { session_id, address }: Question,
  limits: RateLimits,
  count: (name: string, limit: Limit, id: string) => Decision,
): Decision[] => [
  count('session', limits.session, session_id),
  count('address', limits.address, address),
  count('day', limits.day, address),
]

/** Throws `rate-limited`, with the seconds until all limits are open again, if one is used up. */
export function requireWithinLimits(decisions: LimitDecision[], now: number) {
  const denied = decisions.filter((decision) => !decision.allowed)
  if (denied.length === 0) return
  const reset = Math.max(...denied.map((decision) => decision.reset))
  const retryAfter = Math.max(1, Math.ceil((reset - now) / 1000))
  throw new Problem('rate-limited', `Ask again in ${retryAfter} s.`, { retryAfter })
}
