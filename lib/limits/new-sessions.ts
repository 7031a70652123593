import type { Counted } from './gate.ts'

/** How many sessions an address may open. */
export const newSessionLimit = (tokens: number, id: string): Counted => ({
  name: 'sessions',
  limit: { tokens, seconds: 3600 },
  id,
  rule: `An address may open ${tokens} sessions an hour.`,
})
