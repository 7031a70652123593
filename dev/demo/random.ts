import { seededRandom } from './seeded-random.ts'

export type Random = ReturnType<typeof createRandom>

/** Rows whose ids begin so are of the demonstration: they can be told from a reader's, and removed. */
export const demoIds = {
  prefix: 'de300000',
  from: 'de300000-0000-0000-0000-000000000000',
  to: 'de300000-ffff-ffff-ffff-ffffffffffff',
} as const

/** What traffic is made of, the same for the same seed. */
export function createRandom(seed: number) {
  const next = seededRandom(seed)
  return {
    next,
    chance: (share: number) => next() < share,

    /** One of these; the first are the likelier ones (Zipf's law). */
    popular<T>(all: readonly T[]): T {
      const at = Math.floor(all.length ** next()) - 1
      return pick(all, Math.min(all.length - 1, Math.max(0, at)))
    },

    any: <T>(all: readonly T[]): T => pick(all, Math.floor(next() * all.length)),

    /** Around a median, now and then much more (log-normal). */
    around: (median: number, spread: number) => median * Math.exp(spread * normal(next)),

    /** A v4 UUID among the demonstration's. */
    id(): string {
      const hex = (digits: number) =>
        Math.floor(next() * 16 ** digits)
          .toString(16)
          .padStart(digits, '0')
      return `${demoIds.prefix}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(6)}${hex(6)}`
    },
  }
}

function pick<T>(all: readonly T[], at: number): T {
  const one = all[at]
  if (one === undefined) throw new Error('There is nothing to choose from')
  return one
}

/** Box and Muller's. */
const normal = (next: () => number) =>
  Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
