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

/**
 * Takes away what others do at these signals, as Miniflare, which ends the process before anything else
 * could be put away. What they do at its end stays.
 */
export function withoutOtherHandlers<T>(start: () => Promise<T>): Promise<T> {
  const before = signals.map((signal) => [signal, process.listeners(signal)] as const)
  return start().finally(() => {
    for (const [signal, own] of before)
      for (const listener of process.listeners(signal))
        if (!own.includes(listener)) process.off(signal, listener)
  })
}

/** Resolves when it is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve()
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
