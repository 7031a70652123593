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

/** What the promise gives, if it does within so many milliseconds. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
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
