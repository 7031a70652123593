/** How a call to an upstream ended. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; error: unknown }

/** Turns a promise into a value that says how it ended; never rejects. */
export async function outcome<T>(promise: Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await promise }
  } catch (error) {
    return { ok: false, error }
  }
}

/** Measures how long parts of an answer take, in milliseconds from one start. */
export function createStopwatch(now: () => number) {
  const start = now()
  const timings: Record<string, number> = {}
  return {
    timings,
    elapsed: () => now() - start,

    /** Notes how long this part took from now on, however it ends. */
    async time<T>(name: string, promise: Promise<T>): Promise<T> {
      const from = now()
      try {
        return await promise
      } finally {
        timings[name] = now() - from
      }
    },

    /** Notes that this moment has come. */
    mark(name: string) {
      timings[name] ??= now() - start
    },
  }
}

export type Stopwatch = ReturnType<typeof createStopwatch>
