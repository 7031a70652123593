import type { Context, MiddlewareHandler } from 'hono'
import type { RedisDoor } from '../clients/redis.ts'
import { Problem } from '../problem.ts'
import type { AppEnv } from './app-env.ts'

type LimitedEnv = AppEnv<{ redis: RedisDoor; now: () => number }>

/** Lets a caller open only so many sessions an hour; without Redis, any number. */
export function limited(name: string, key: (c: Context) => string): MiddlewareHandler<LimitedEnv> {
  return async (c, next) => {
    const { redis, now } = c.var.services
    const limit = { tokens: c.var.settings.RATE_LIMIT_NEW_SESSIONS_PER_HOUR, seconds: 3600 }
    const decision = await redis
      .batch()
      .limit(name, limit, key(c))
      // Redis away: a session costs little, and every question in it is limited on its own.
      .catch(() => undefined)
    if (decision && !decision.allowed) {
      const retryAfter = Math.max(1, Math.ceil((decision.reset - now()) / 1000))
      throw new Problem('rate-limited', `Try again in ${retryAfter} s.`, { retryAfter })
    }
    await next()
  }
}
