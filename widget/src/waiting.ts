export type Pause = 'offline' | 'reconnecting'

/** Waits until there is a network, then `ms`; says which it is. Ends at once when aborted. */
export async function pause(ms: number, signal: AbortSignal, waits: (why: Pause) => void) {
  if (!navigator.onLine) {
    waits('offline')
    await until(signal, (done) => window.addEventListener('online', done, { once: true, signal }))
  }
  waits('reconnecting')
  await until(signal, (done) => setTimeout(done, ms))
}

function until(signal: AbortSignal, start: (done: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    start(() => resolve())
  })
}
