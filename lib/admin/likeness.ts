import { contentWords } from '../answer/words.ts'

/** How alike each two of `size` things are, from -1 to 1: row after row. */
export interface Likeness {
  size: number
  values: Float64Array
}

/** By meaning: the cosine between vectors. */
export const byMeaning = (vectors: number[][]): Likeness => pairwise(vectors.map(unit), dot)

/** By words: the meaningful words that both texts have, of all that they have (Jaccard's). */
export const byWords = (texts: string[]): Likeness =>
  pairwise(
    texts.map((text) => new Set(contentWords(text))),
    sharedWords,
  )

function pairwise<T>(all: T[], measure: (a: T, b: T) => number): Likeness {
  const size = all.length
  const values = new Float64Array(size * size)
  all.forEach((a, i) => {
    all.slice(0, i).forEach((b, j) => {
      const value = measure(a, b)
      values[i * size + j] = value
      values[j * size + i] = value
    })
  })
  return { size, values }
}

const dot = (a: Float64Array, b: Float64Array) =>
  a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)

function unit(vector: number[]): Float64Array {
  const wide = Float64Array.from(vector)
  const length = Math.sqrt(dot(wide, wide)) || 1
  return wide.map((value) => value / length)
}

function sharedWords(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((word) => b.has(word)).length
  return shared / (a.size + b.size - shared || 1)
}
