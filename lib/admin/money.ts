import type { Budgets } from '../limits/budget.ts'

const million = 1e6

/** Tokens that a model has read and written. */
export interface Tokens {
  prompt_tokens?: number | undefined
  completion_tokens?: number | undefined
}

/** What tokens cost; nothing is said where no price is set, or no token was counted. */
export function moneyOf(
  { prompt_tokens, completion_tokens }: Tokens,
  { input, output }: Budgets['prices'],
): { money?: number } {
  if (input === 0 && output === 0) return {}
  if (prompt_tokens === undefined && completion_tokens === undefined) return {}
  const money = ((prompt_tokens ?? 0) * input + (completion_tokens ?? 0) * output) / million
  return { money }
}
