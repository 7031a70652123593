import { unitVector } from '../cloud/stand-in/unit-vector.ts'
import { seededRandom } from '../demo/seeded-random.ts'
import type { MadePassage } from './passages.ts'

const dimensions = 1024
// Real embeddings lie near a surface of few dimensions; points spread evenly over 1,024 have no
// neighbours worth the name.
const latent = 32
const topics = 400

/** Makes vectors near those of the same page, and less so of the same topic. */
export function createVectors(seed = 3) {
  const random = seededRandom(seed)
  const bell = () => random() + random() + random() - 1.5
  const basis = Array.from({ length: latent }, () =>
    Float32Array.from({ length: dimensions }, bell),
  )
  const pointAt = (key: number, spread: number) => {
    const own = seededRandom(seed * 1_000_003 + key)
    return Float32Array.from({ length: latent }, () => (own() + own() + own() - 1.5) * spread)
  }
  const vector = (parts: Float32Array[]) => {
    const sum = new Float32Array(dimensions)
    for (const [row, direction] of basis.entries()) {
      const weight = parts.reduce((all, part) => all + (part[row] ?? 0), 0)
      for (let at = 0; at < dimensions; at += 1) {
        sum[at] = (sum[at] ?? 0) + weight * (direction[at] ?? 0)
      }
    }
    return unitVector(sum)
  }
  const ofPage = (page: number) => [pointAt(page % topics, 1), pointAt(10_000_000 + page, 0.6)]
  return {
    ofPassage: ({ page, chunkIndex }: MadePassage) =>
      vector([...ofPage(page), pointAt(20_000_000 + page * 100 + chunkIndex, 0.5)]),
    /** A question's, near the passages of a page. */
    ofQuestion: (page: number, question: number) =>
      vector([...ofPage(page), pointAt(2_000_000_000 + question, 0.5)]),
  }
}

/** A vector as pgvector reads it. */
export const asText = (vector: Float32Array) =>
  `[${Array.from(vector, (value) => value.toFixed(5)).join(',')}]`
