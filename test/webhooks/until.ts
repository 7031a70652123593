import { setTimeout as pause } from 'node:timers/promises'

const pollMs = 50

/** What `look` finds once it finds something; throws after `withinMs`. */
export async function until<T>(
  look: () => Promise<T | undefined> | T | undefined,
  withinMs = 15_000,
): Promise<T> {
  const end = Date.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (Date.now() > end) throw new Error(`Not so within ${withinMs} ms`)
    await pause(pollMs)
  }
}
