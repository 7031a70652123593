import type { Limit, LimitDecision } from '../clients/wire/sliding-window.ts'

const maxKeys = 10_000

/**
 * Counts calls in this isolate alone: at most `tokens` a key within `seconds` of its first call.
 * Bounded: beyond 10,000 keys the one that was longest silent is forgotten.
 */
export function createLocalLimit(now: () => number) {
  const windows = new Map<string, { count: number; reset: number }>()

  function put(key: string, window: { count: number; reset: number }) {
    windows.delete(key)
    windows.set(key, window)
    if (windows.size > maxKeys) windows.delete(windows.keys().next().value ?? key)
  }

  function known(key: string) {
    const window = windows.get(key)
    return window && window.reset > now() ? window : undefined
  }

  return {
    /** Counts one call more. */
    count(name: string, { tokens, seconds }: Limit, id: string): LimitDecision {
      const key = `${name}:${id}`
      const { count, reset } = known(key) ?? { count: 0, reset: now() + seconds * 1000 }
      put(key, { count: count + 1, reset })
      return { allowed: count < tokens, reset }
    },

    /** Until when the next call is refused; undefined when it is not. */
    refusedUntil(name: string, { tokens }: Limit, id: string): number | undefined {
      const window = known(`${name}:${id}`)
      return window && window.count >= tokens ? window.reset : undefined
    },

    /** Refuses all calls until `reset`, as who counts for all isolates has decided. */
    refuse(name: string, id: string, reset: number) {
      put(`${name}:${id}`, { count: Number.POSITIVE_INFINITY, reset })
    },
  }
}
