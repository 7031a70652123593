import type { Context } from 'hono'
import type { RedisDoor } from '../clients/redis.ts'
import { rateLimited } from '../problem.ts'
import type { AppEnv } from './app-env.ts'

/** Refuses a caller who has had enough for now. */
export type Limit<Services> = (c: Context<AppEnv>, services: Services) => Promise<void>

/** Lets a caller open only so many sessions an hour; without Redis, any number. */
export const limited =
  (name: string, key: (c: Context) => string): Limit<{ redis: RedisDoor; now: () => number }> =>
  async (c, { redis, now }) => {
    const limit = { tokens: c.var.settings.RATE_LIMIT_NEW_SESSIONS_PER_HOUR, seconds: 3600 }
    const decision = await redis
      .batch()
      .limit(name, limit, key(c))
      // Redis away: a session costs little, and every question in it is limited on its own.
      .catch(() => undefined)
    if (decision && !decision.allowed) throw rateLimited(decision.reset, now())
  }
