/** A ranked list's quality for one question: each from 0 to 1. */
export interface Metrics {
  'recall@1': number
  'recall@3': number
  'recall@5': number
  'recall@10': number
  /** 1 where all that is wanted is among the first so many, else 0. */
  'all@5': number
  'all@10': number
  'mrr@10': number
  'ndcg@5': number
}

export const metricNames = [
  'recall@1',
  'recall@3',
  'recall@5',
  'recall@10',
  'all@5',
  'all@10',
  'mrr@10',
  'ndcg@5',
] as const

/** How well a ranking finds what is wanted: each set of `wanted` is found by any id in it. */
export function measure(ranking: string[], wanted: ReadonlySet<string>[]): Metrics {
  const ranks = wanted.map((set) => ranking.findIndex((id) => set.has(id)))
  const found = (k: number) => ranks.filter((rank) => rank >= 0 && rank < k).length / wanted.length
  const firsts = ranks.filter((rank) => rank >= 0 && rank < 10)
  return {
    'recall@1': found(1),
    'recall@3': found(3),
    'recall@5': found(5),
    'recall@10': found(10),
    'all@5': found(5) === 1 ? 1 : 0,
    'all@10': found(10) === 1 ? 1 : 0,
    'mrr@10': firsts.length > 0 ? 1 / (Math.min(...firsts) + 1) : 0,
    'ndcg@5':
      gain(distinct(ranks).filter((rank) => rank >= 0 && rank < 5)) / ideal(wanted.length, 5),
  }
}

// One passage that holds two things wanted is one gain.
const distinct = (ranks: number[]) => [...new Set(ranks)]

const gain = (ranks: number[]) => ranks.reduce((sum, rank) => sum + 1 / Math.log2(rank + 2), 0)
const ideal = (count: number, k: number) =>
  gain(Array.from({ length: Math.min(count, k) }, (_, n) => n))

/** The mean of each metric, rounded to four digits. */
export function mean(all: Metrics[]): Metrics {
  const of = (name: keyof Metrics) =>
    rounded(all.reduce((sum, each) => sum + each[name], 0) / Math.max(1, all.length))
  return Object.fromEntries(metricNames.map((name) => [name, of(name)])) as unknown as Metrics
}

export const rounded = (value: number) => Math.round(value * 10_000) / 10_000
