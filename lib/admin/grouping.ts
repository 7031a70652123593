import type { Likeness } from './likeness.ts'

/**
 * Puts what is alike into groups: joins the two groups whose members are on average most alike,
 * again and again, until no two reach the threshold (average linkage). Gives the members' indexes,
 * in order; the same likeness always gives the same groups.
 */
export function group(likeness: Likeness, threshold: number): number[][] {
  const groups = Array.from({ length: likeness.size }, (_, index) => [index])
  const near = { size: likeness.size, values: likeness.values.slice() }
  for (;;) {
    const pair = closestPair(near, threshold)
    if (!pair) return groups.filter((members) => members.length > 0).map(inOrder)
    join(groups, near, pair)
  }
}

/** Of these members the one that is most like the others; of equals the first. */
export function medoid(members: number[], { size, values }: Likeness): number {
  const closeness = (one: number) =>
    members.reduce((sum, other) => sum + (values[one * size + other] ?? 0), 0)
  return members.reduce((best, one) => (closeness(one) > closeness(best) ? one : best))
}

const inOrder = (members: number[]) => members.toSorted((a, b) => a - b)

interface Pair {
  into: number
  from: number
}

function closestPair({ size, values }: Likeness, threshold: number): Pair | undefined {
  let best = threshold
  let pair: Pair | undefined
  for (let from = 1; from < size; from += 1) {
    for (let into = 0; into < from; into += 1) {
      const value = values[from * size + into] ?? gone
      if (pair ? value <= best : value < best) continue
      best = value
      pair = { into, from }
    }
  }
  return pair
}

const gone = Number.NEGATIVE_INFINITY

/** Joins two groups; how near a third is to both becomes the mean over all their members. */
function join(groups: number[][], { size, values }: Likeness, { into, from }: Pair) {
  const [kept, joined] = [groups[into] ?? [], groups[from] ?? []]
  const share = joined.length / (kept.length + joined.length)
  for (let third = 0; third < size; third += 1) {
    const near = (1 - share) * (values[into * size + third] ?? gone)
    const mean = near + share * (values[from * size + third] ?? gone)
    values[into * size + third] = mean
    values[third * size + into] = mean
    values[from * size + third] = gone
    values[third * size + from] = gone
  }
  groups[into] = [...kept, ...joined]
  groups[from] = []
}
