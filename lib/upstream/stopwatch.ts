/** Measures how long parts of an answer take, in milliseconds from one start. */
export function createStopwatch(now: () => number) {
  const start = now()
  const timings: Record<string, number> = {}
  const begun: Record<string, number> = {}
  return {
    /** A Unix time in milliseconds. */
    startedAt: start,
    timings,
    /** When each part began. */
    begun,
    elapsed: () => now() - start,

    /** Notes how long this part took from now on, however it ends. */
    async time<T>(name: string, promise: Promise<T>): Promise<T> {
      const from = now()
      begun[name] = from - start
      try {
        return await promise
      } finally {
        timings[name] = now() - from
      }
    },

    /** Notes that this part begins, whose end is marked. */
    begin(name: string) {
      begun[name] = now() - start
    },

    /** Notes that this moment has come. */
    mark(name: string) {
      timings[name] ??= now() - start
    },
  }
}

export type Stopwatch = ReturnType<typeof createStopwatch>

/** What was timed, in whole milliseconds. */
export const roundedTimings = ({ timings }: Stopwatch) =>
  Object.fromEntries(Object.entries(timings).map(([name, ms]) => [name, Math.round(ms)]))
