import type { FoundPassage, Passage } from './passage.ts'

/** A ranked list of a retrieval leg, best first, and what the leg counts. */
export interface Legs {
  dense: { weight: number; hits: (Passage & { cosine: number })[] }
  lexical: {
    weight: number
    hits: (Passage & { lexical_score: number; coverage: number; place?: unknown })[]
  }
}

/**
 * Joins both legs by the weighted sum of their scores, each scaled by its own best: cosines from the
 * worst hit (0) to the best (1), lexical scores from nothing. So a leg that is sure of one passage
 * says more than one for which all are alike, which ranks alone cannot tell. First place in every
 * leg scores 1.
 */
export function fuse({ dense, lexical }: Legs): FoundPassage[] {
  const found = new Map<string, FoundPassage>()
  const all =
    (lexical.hits.length > 0 ? lexical.weight : 0) + (dense.hits.length > 0 ? dense.weight : 0)
  const add = (hit: Partial<FoundPassage> & Passage, share: number) => {
    const known = found.get(hit.passage_id)
    found.set(hit.passage_id, { ...known, ...hit, score: (known?.score ?? 0) + share / (all || 1) })
  }
  const best = lexical.hits[0]?.lexical_score || 1
  lexical.hits.forEach(({ lexical_score, place: _, ...hit }, index) => {
    add({ ...hit, lexicalRank: index + 1 }, (lexical.weight * lexical_score) / best)
  })
  const nearest = dense.hits[0]?.cosine ?? 0
  const range = nearest - (dense.hits.at(-1)?.cosine ?? 0)
  dense.hits.forEach((hit, index) => {
    const nearness = range > 0 ? 1 - (nearest - hit.cosine) / range : 1
    add({ ...hit, denseRank: index + 1 }, dense.weight * nearness)
  })
  return [...found.values()].sort((a, b) => b.score - a.score)
}
