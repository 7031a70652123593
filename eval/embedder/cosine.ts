import { UsageError } from '../../dev/commands/usage-error.ts'
import { seededRandom } from '../../dev/demo/seeded-random.ts'

/** Cosines as another model gives them: `offset + factor · c` where this one gives c. */
export interface Cosine {
  offset: number
  factor: number
}

/** Reads `0.5+0.5c`; both numbers are at least 0, and 1 at most together. */
export function readCosine(text: string): Cosine {
  const [, first = '0', second = ''] = /^(?:([\d.]+)\+)?([\d.]+)c$/.exec(text) ?? []
  const [offset, factor] = [Number(first), Number(second)]
  if (second !== '' && factor > 0 && offset >= 0 && offset + factor <= 1.000_001)
    return { offset, factor }
  throw new UsageError('--cosine: write it as 0.5+0.5c; both numbers together are at most 1.')
}

/**
 * A vector whose cosine with any other one so moved is as said, and 1 with itself: a part that all
 * share, and one that no two texts do. `model` is how many numbers the model itself gives.
 */
export function moved(vector: number[], text: string, { offset, factor }: Cosine, model = 512) {
  const random = seededRandom(seedOf(text))
  const own = Math.sqrt(Math.max(0, 1 - offset - factor))
  const free = Array.from({ length: vector.length - model - 1 }, () => random() - 0.5)
  const length = Math.hypot(...free)
  return [
    ...vector.slice(0, model).map((value) => value * Math.sqrt(factor)),
    ...free.map((value) => (value / length) * own),
    Math.sqrt(offset),
  ]
}

function seedOf(text: string): number {
  let seed = 2_166_136_261
  for (const character of text) seed = Math.imul(seed ^ (character.codePointAt(0) ?? 0), 16_777_619)
  return seed
}
