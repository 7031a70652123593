import type { Limit, LimitDecision } from '../clients/wire/sliding-window.ts'
import { Problem } from '../problem.ts'
import { createLocalLimit } from './local-limit.ts'

/** One limit that a call counts against. */
export interface Counted {
  name: string
  limit: Limit
  id: string
  /** What the limit allows, as one sentence for the caller who has used it up. */
  rule: string
}

export type Gate = ReturnType<typeof createGate>

/**
 * Refuses callers who have had enough before they cost anything: from this isolate's memory, of what
 * it has counted itself and of what Redis, which counts for all isolates, has refused.
 */
export function createGate(now: () => number) {
  const local = createLocalLimit(now)
  return {
    /** Counts a call here. Throws `rate-limited`, and counts nothing, where a limit is used up. */
    enter(counted: Counted[]) {
      requireOpen(counted)
      count(counted)
    },

    /** Throws `rate-limited` where a limit is used up. */
    requireOpen,

    count,

    /** Throws `rate-limited` where Redis has refused, and remembers it; decisions come in the same order. */
    judge(counted: Counted[], decisions: LimitDecision[]) {
      const judged = counted.map((one, at) => {
        const decision = decisions[at]
        return { ...one, until: decision?.allowed === false ? decision.reset : undefined }
      })
      for (const { name, id, until } of judged) {
        if (until !== undefined) local.refuse(name, id, until)
      }
      denyAny(judged)
    },
  }

  function requireOpen(counted: Counted[]) {
    denyAny(
      counted.map((one) => ({ ...one, until: local.refusedUntil(one.name, one.limit, one.id) })),
    )
  }

  function count(counted: Counted[]) {
    for (const { name, limit, id } of counted) local.count(name, limit, id)
  }

  function denyAny(judged: { rule: string; until: number | undefined }[]) {
    const [longest] = judged
      .flatMap(({ rule, until }) => (until === undefined ? [] : { rule, until }))
      .sort((a, b) => b.until - a.until)
    if (!longest) return
    const retryAfter = Math.max(1, Math.ceil((longest.until - now()) / 1000))
    throw new Problem('rate-limited', `${longest.rule} Try again in ${retryAfter} s.`, {
      retryAfter,
    })
  }
}
