import type { Limit, LimitDecision } from '../clients/redis.ts'

const maxKeys = 10_000

/**
 * Counts calls in this isolate alone, for while Redis is away: at most `tokens` a key in fixed
 * windows of `seconds`. Bounded: beyond 10,000 keys the oldest is forgotten.
 */
export function createLocalLimit(now: () => number) {
  const windows = new Map<string, { count: number; reset: number }>()
  return (name: string, { tokens, seconds }: Limit, id: string): LimitDecision => {
    const key = `${name}:${id}`
    const time = now()
    const known = windows.get(key)
    const window = known && known.reset > time ? known : { count: 0, reset: time + seconds * 1000 }
    window.count += 1
    windows.delete(key)
    windows.set(key, window)
    if (windows.size > maxKeys) windows.delete(windows.keys().next().value ?? key)
    return { allowed: window.count <= tokens, reset: window.reset }
  }
}
