import type { FoundPassage, Passage } from './passage.ts'

/** One ranked list of a retrieval leg, best first; `rank` names the place in it. */
export interface Leg {
  weight: number
  rank: 'denseRank' | 'lexicalRank'
  hits: (Passage & { cosine?: number })[]
}

// Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet" (2009): k = 60.
const k = 60

/**
 * Weighted reciprocal rank fusion: a passage scores Σ weight / (60 + rank), ranks from 1. Scaled
 * so that first place in every leg is 1. Ties keep the order of the legs.
 */
export function fuse(legs: Leg[]): FoundPassage[] {
  const best = legs.reduce((sum, leg) => sum + leg.weight / (k + 1), 0)
  const found = new Map<string, FoundPassage>()
  for (const { weight, rank, hits } of legs) {
    hits.forEach((hit, index) => {
      const known = found.get(hit.passage_id)
      const score = (known?.score ?? 0) + weight / (k + index + 1) / best
      found.set(hit.passage_id, { ...known, ...hit, [rank]: index + 1, score })
    })
  }
  return [...found.values()].sort((a, b) => b.score - a.score)
}
