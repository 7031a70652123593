import * as z from 'zod/mini'
import { type Command, RedisError } from './redis-rest.ts'

/** A sliding window: at most `tokens` in `seconds`. */
export interface Limit {
  tokens: number
  seconds: number
}

/** What a limiter decided; `reset` is the Unix time in milliseconds at which the window ends. */
export interface LimitDecision {
  allowed: boolean
  reset: number
}

/**
 * Counts one more in the window, unless the count with the rest of the window before it, weighed by how
 * much of it still lies within one length of now, has reached the limit; 1 where it was counted.
 * KEYS: the window's key and that before it. ARGV: tokens, now and the window's length in ms.
 */
const script = `#!lua flags=allow-key-locking
local count = tonumber(redis.call('GET', KEYS[1]) or 0)
local before = tonumber(redis.call('GET', KEYS[2]) or 0)
local left = math.floor((1 - ARGV[2] % ARGV[3] / ARGV[3]) * before)
if left + count >= tonumber(ARGV[1]) then return 0 end
if redis.call('INCR', KEYS[1]) == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[3] * 2 + 1000) end
return 1`

// A script is named by its SHA-1, so that its text is sent only to a server that has not seen it.
const scriptSha = '9337a8d981a226be505d7974a8517ccf58c3303d'

/**
 * The sliding window of @upstash/ratelimit, with its keys and its decisions, which a test compares: the
 * package is 36 KB of other algorithms, and each limit an object of it.
 */
export async function countInWindow(
  send: (...command: Command) => Promise<unknown>,
  name: string,
  { tokens, seconds }: Limit,
  id: string,
): Promise<LimitDecision> {
  const ms = seconds * 1000
  const now = Date.now()
  const window = Math.floor(now / ms)
  const keyOf = (of: number) => `@upstash/ratelimit:${name}:${id}:${of}`
  const rest = [2, keyOf(window), keyOf(window - 1), tokens, now, ms] as const
  const counted = await send('EVALSHA', scriptSha, ...rest).catch((error: unknown) => {
    if (!(error instanceof RedisError && error.message.startsWith('NOSCRIPT'))) throw error
    return send('EVAL', script, ...rest)
  })
  return { allowed: z.int().parse(counted) === 1, reset: (window + 1) * ms }
}
