import { seededRandom } from '../../dev/demo/seeded-random.ts'

export type Choose = ReturnType<typeof createChoose>

/** Choices that are the same for the same seed. */
export function createChoose(seed: number) {
  const random = seededRandom(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  return {
    below,
    /** True in so many of a hundred cases. */
    percent: (share: number) => random() * 100 < share,
    one<T>(all: readonly [T, ...T[]]): T {
      return all[below(all.length)] ?? all[0]
    },
    /** One of these that may be none. */
    any<T>(all: readonly T[]): T | undefined {
      return all[below(all.length)]
    },
  }
}
