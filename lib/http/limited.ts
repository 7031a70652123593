import type { Context } from 'hono'
import { callerAddress } from './address.ts'
import type { AppEnv } from './app-env.ts'

/** Refuses a caller who has had enough for now. */
export type Limit<Services> = (c: Context<AppEnv>, services: Services) => Promise<void>

/** Lets an address make only so many searches a minute: while one is typed, every letter is one. */
export const searches: Limit<unknown> = async (c) => {
  const tokens = c.var.settings.RATE_LIMIT_SEARCHES_PER_MINUTE
  c.var.gate.enter([
    {
      name: 'searches',
      limit: { tokens, seconds: 60 },
      id: callerAddress(c),
      rule: `An address may make ${tokens} searches a minute.`,
    },
  ])
}

/**
 * Lets an address make only so many calls a minute of those that cost a little; each isolate counts
 * for itself, so that a limit costs no request.
 */
export const calls: Limit<unknown> = async (c) => {
  const tokens = c.var.settings.RATE_LIMIT_CALLS_PER_MINUTE
  c.var.gate.enter([
    {
      name: 'calls',
      limit: { tokens, seconds: 60 },
      id: callerAddress(c),
      rule: `An address may make ${tokens} calls a minute.`,
    },
  ])
}
