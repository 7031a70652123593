/** What a day may cost, in tokens of the model and in money; 0 is no bound. */
export interface DailyBudget {
  tokens: number
  money: number
}

export interface Budgets {
  deployment: DailyBudget
  session: DailyBudget
  address: DailyBudget
  /** What a million tokens cost, in the same money. */
  prices: { input: number; output: number }
}

/** One bound, and the key in Redis that counts against it; money is counted in millionths. */
export interface Bound {
  scope: 'deployment' | 'session' | 'address'
  measure: 'tokens' | 'money'
  limit: number
  key: string
}

/** Tokens that a question has cost. */
export interface Spent {
  prompt_tokens: number
  completion_tokens: number
}

export const millionth = 1_000_000
const dayMs = 86_400_000
/** A day's counters go when the day after it ends. */
export const keptSeconds = 172_800

/** The day that a moment belongs to, by UTC, and when it ends. */
export function dayOf(nowMs: number) {
  const endsAt = (Math.floor(nowMs / dayMs) + 1) * dayMs
  return {
    day: new Date(nowMs).toISOString().slice(0, 10),
    endsAt: new Date(endsAt).toISOString(),
  }
}

/** The bounds that a question counts against; none where the owner has set none. */
export function boundsOf(
  { session_id, address }: { session_id: string; address: string },
  budgets: Budgets,
  nowMs: number,
): Bound[] {
  return [
    ...boundsIn('deployment', 'all', budgets.deployment, nowMs),
    ...boundsIn('session', session_id, budgets.session, nowMs),
    ...boundsIn('address', address, budgets.address, nowMs),
  ]
}

/** The bounds of the whole deployment. */
export const deploymentBounds = ({ deployment }: Budgets, nowMs: number): Bound[] =>
  boundsIn('deployment', 'all', deployment, nowMs)

function boundsIn(
  scope: Bound['scope'],
  who: string,
  { tokens, money }: DailyBudget,
  nowMs: number,
): Bound[] {
  const { day } = dayOf(nowMs)
  const bound = (measure: Bound['measure'], limit: number): Bound[] =>
    limit > 0 ? [{ scope, measure, limit, key: `budget:${day}:${measure}:${scope}:${who}` }] : []
  return [...bound('tokens', tokens), ...bound('money', Math.round(money * millionth))]
}

/**
 * The keys that count for a question: of its bounds, and of those that the deployment may get while the
 * question is on its way, for the reply that brings the counts can bring its bounds as well.
 */
export function counters(
  asked: { session_id: string; address: string },
  budgets: Budgets,
  nowMs: number,
): string[] {
  const any = { tokens: 1, money: 1 }
  const all = boundsOf(asked, { ...budgets, deployment: any }, nowMs)
  return all.map(({ key }) => key)
}

/** Whether a bound is reached, as Redis has counted. */
export const isSpent = (bounds: Bound[], counts: ReadonlyMap<string, string | undefined>) =>
  bounds.some(({ limit, key }) => Number(counts.get(key) ?? 0) >= limit)

/** What a question adds to a bound's counter. */
export function costOf(measure: Bound['measure'], spent: Spent, { prices }: Budgets): number {
  const { prompt_tokens, completion_tokens } = spent
  if (measure === 'tokens') return prompt_tokens + completion_tokens
  // A price for a million tokens is a millionth of it for one.
  return Math.round(prompt_tokens * prices.input + completion_tokens * prices.output)
}
