import type { Term } from './terms.ts'

// How many terms on either side tell where a term belongs.
const reach = 4
// Terms farther apart than this in the passage's sentence are not beside each other.
const farthest = 9
// What a term on the other side counts, and over how many terms more a distance halves.
const otherSide = 0.6
const halving = 8

export interface Beside {
  /** What a term that both have in common is worth: rare ones say more. */
  worth: (key: string) => number
  /** Whether the two statements may have their sides exchanged, as active and passive have. */
  mayMirror: boolean
}

/** A place among the terms of a statement. */
export interface Place {
  terms: Term[]
  at: number
}

/** A place in a sentence of whose terms the keys are known. */
export interface HeldPlace extends Place {
  keys: ReadonlySet<string>
}

/**
 * How much of what stands beside a place in a claim also stands beside a place in a sentence, from 0
 * to 1. Terms in `without` say nothing here.
 */
export function nearness(
  claim: Place,
  sentence: HeldPlace,
  { worth, mayMirror }: Beside,
  without: ReadonlySet<string>,
): number {
  let all = 0
  let found = 0
  for (let step = -reach; step <= reach; step += 1) {
    const key = claim.terms[claim.at + step]?.key
    if (step === 0 || key === undefined || without.has(key)) continue
    const weight = worth(key) / Math.abs(step)
    all += weight
    if (sentence.keys.has(key)) found += weight * closeness(key, step, sentence, mayMirror)
  }
  return all === 0 ? 1 : found / all
}

/** 1 where the term is on the same side and as near; less where it is farther off or behind. */
function closeness(key: string, step: number, { terms, at }: Place, mayMirror: boolean): number {
  let best = 0
  for (let far = 1; far <= farthest; far += 1)
    for (const side of [-far, far]) {
      if (terms[at + side]?.key !== key) continue
      const isSameSide = mayMirror || side * step > 0
      const farther = Math.max(0, far - Math.abs(step))
      best = Math.max(best, (isSameSide ? 1 : otherSide) / (1 + farther / halving))
    }
  return best
}
