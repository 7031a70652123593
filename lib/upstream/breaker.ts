/** Thrown instead of calling an upstream that has failed again and again. */
export class BreakerOpen extends Error {
  override readonly name = 'BreakerOpen'
  constructor(upstream: string) {
    super(`${upstream} has failed too often; it is left alone for a while`)
  }
}

export type Breaker = ReturnType<typeof createBreaker>

export interface BreakerOptions {
  failures: number
  pauseMs: number
  now: () => number
  /** Whether an upstream that threw this has worked, and refused what it was sent. */
  isCallersFault?: (error: unknown) => boolean
  /** Hears of every failure but those of work that was called off. */
  noteFailure?: (error: unknown) => void
}

/**
 * A circuit breaker for one upstream in this isolate: after `failures` failures in a row nobody waits
 * for it for `pauseMs`; then one call tries it, and its success closes the circuit. Work that the
 * reader called off is no failure.
 */
export function createBreaker(
  upstream: string,
  { failures, pauseMs, now, isCallersFault = () => false, noteFailure }: BreakerOptions,
) {
  let inARow = 0
  let openUntil = 0
  return async <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    if (now() < openUntil) throw new BreakerOpen(upstream)
    const isTrial = inARow >= failures
    // Whoever comes while this one tries goes on without the upstream.
    if (isTrial) openUntil = now() + pauseMs
    try {
      const value = await work()
      inARow = 0
      openUntil = 0
      return value
    } catch (error) {
      if (!signal?.aborted) noteFailure?.(error)
      // A trial that was called off has shown nothing: the next call is one.
      if (signal?.aborted) openUntil = isTrial ? 0 : openUntil
      else if (isCallersFault(error)) {
        inARow = 0
        openUntil = 0
      } else if (++inARow >= failures) openUntil = now() + pauseMs
      throw error
    }
  }
}
