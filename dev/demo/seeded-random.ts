/** A generator of numbers from 0 to 1 that gives the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** So many of these, the same on every run, in their own order. */
export function sample<T>(all: T[], size: number): T[] {
  if (size >= all.length) return all
  const random = seededRandom(20_261_121)
  const keyed = all.map((one, index) => ({ one, index, key: random() }))
  return keyed
    .sort((a, b) => a.key - b.key)
    .slice(0, size)
    .sort((a, b) => a.index - b.index)
    .map(({ one }) => one)
}
