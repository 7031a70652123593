import type { Context } from 'hono'
import type { RedisDoor } from '../clients/redis.ts'
import { newSessionLimit } from '../limits/new-sessions.ts'
import { callerAddress } from './address.ts'
import type { AppEnv } from './app-env.ts'

/** Refuses a caller who has had enough for now. */
export type Limit<Services> = (c: Context<AppEnv>, services: Services) => Promise<void>

/** Lets an address open only so many sessions an hour; without Redis each isolate counts. */
export const newSessions: Limit<{ redis: RedisDoor }> = async (c, { redis }) => {
  const counted = newSessionLimit(c.var.settings.RATE_LIMIT_NEW_SESSIONS_PER_HOUR, callerAddress(c))
  c.var.gate.enter([counted])
  const decision = await redis
    .batch()
    .limit(counted.name, counted.limit, counted.id)
    // Redis is away: what this isolate has counted is the limit.
    .catch(() => undefined)
  if (decision) c.var.gate.judge([counted], [decision])
}

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
