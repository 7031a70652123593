export type Pause = 'offline' | 'reconnecting'

/** Waits `ms`, or without a network until there is one; says which it is. Ends when aborted. */
export async function pause(ms: number, signal: AbortSignal, waits: (why: Pause) => void) {
  signal.throwIfAborted()
  const isOffline = !navigator.onLine
  waits(isOffline ? 'offline' : 'reconnecting')
  await until(signal, (done) => {
    if (isOffline) window.addEventListener('online', done, { once: true, signal })
    else setTimeout(done, ms)
  })
}

function until(signal: AbortSignal, start: (done: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    start(() => resolve())
  })
}
