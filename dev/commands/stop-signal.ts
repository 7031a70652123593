const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Aborted by the first of Ctrl-C, a kill and a closed terminal; a second one ends the process. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController()
  let first = Number.POSITIVE_INFINITY
  for (const signal of signals) {
    process.on(signal, () => {
      // The shell and npm may both pass on one and the same Ctrl-C.
      if (Date.now() - first > 500) process.exit(130)
      first = Math.min(first, Date.now())
      stop.abort()
    })
  }
  return stop.signal
}

/** Resolves when it is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
