import type { FoundPassage, Passage } from '../chat/passage.ts'

/** A ranked list of a retrieval leg, best first, and what the leg counts. */
export interface Legs {
  dense: { weight: number; hits: (Passage & { cosine: number })[] }
  lexical: {
    weight: number
    hits: (Passage & {
      lexical_score: number
      coverage: number
      /** Of all that is searched, where that is more than the question. */
      searched_coverage?: number
      rank?: unknown
    })[]
  }
}

// Cosines that lie closer together than this tell little apart, and are not spread any further: where
// nothing is known of the index, and else as a multiple of what they are for questions of other books.
const leastRange = 0.3
const timesUsual = 2

/** The least range of cosines by what it is for questions that the index does not answer. */
export const leastRangeOf = (usual: number | undefined): number =>
  usual === undefined || usual <= 0 ? leastRange : timesUsual * usual

/**
 * Joins both legs by the weighted sum of their scores: lexical ones as shares of the best, cosines
 * from the worst hit (0) to the best (1). A leg that is not sure counts less, which ranks alone
 * cannot tell: words where even the best passage holds few of the question's, by the root of that
 * share, and cosines where they hardly differ, which is below the range `least`.
 */
export function fuse({ dense, lexical }: Legs, least = leastRange): FoundPassage[] {
  const found = new Map<string, FoundPassage>()
  const all =
    (lexical.hits.length > 0 ? lexical.weight : 0) + (dense.hits.length > 0 ? dense.weight : 0)
  const add = (hit: Partial<FoundPassage> & Passage, share: number) => {
    const known = found.get(hit.passage_id)
    found.set(hit.passage_id, { ...known, ...hit, score: (known?.score ?? 0) + share / (all || 1) })
  }
  const [best] = lexical.hits
  const perPoint =
    (lexical.weight * Math.sqrt(best?.searched_coverage ?? best?.coverage ?? 0)) /
    (best?.lexical_score || 1)
  lexical.hits.forEach(({ lexical_score, searched_coverage: _, rank: __, ...hit }, index) => {
    add({ ...hit, lexicalRank: index + 1 }, lexical_score * perPoint)
  })
  const nearest = dense.hits[0]?.cosine ?? 0
  const farthest = dense.hits.at(-1)?.cosine ?? 0
  const range = Math.max(nearest - farthest, least)
  dense.hits.forEach((hit, index) => {
    add({ ...hit, denseRank: index + 1 }, (dense.weight * (hit.cosine - farthest)) / range)
  })
  return [...found.values()].sort(byScore)
}

/** Best first; of those that score the same the same one always, however the stores put them. */
const byScore = (a: FoundPassage, b: FoundPassage) =>
  b.score - a.score || (a.passage_id < b.passage_id ? -1 : 1)
