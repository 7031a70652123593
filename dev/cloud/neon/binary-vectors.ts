const vectorArray = /^\{"\[[^"]*\]"(?:,"\[[^"]*\]")*\}$/
const headerBytes = 20

/**
 * An array of vectors in Postgres' binary format instead of its text: in WebAssembly reading a number
 * takes microseconds, and a passage has a thousand. Text that is not plainly such an array is
 * returned as it is, for Postgres to judge.
 */
export function toBinaryVectors(text: string, vectorType: number): string | Uint8Array {
  const vectors = vectorArray.test(text) ? readVectors(text) : undefined
  if (!vectors) return text
  const bytes = vectors.reduce((sum, vector) => sum + 8 + vector.length * 4, headerBytes)
  const view = new DataView(new ArrayBuffer(bytes))
  // One dimension, no nulls, the elements' type, their count, and the first one's index.
  ;[1, 0, vectorType, vectors.length, 1].forEach((value, index) => {
    view.setInt32(index * 4, value)
  })
  let at = headerBytes
  for (const vector of vectors) {
    view.setInt32(at, 4 + vector.length * 4)
    view.setInt16(at + 4, vector.length)
    at += 8
    for (const number of vector) {
      view.setFloat32(at, number)
      at += 4
    }
  }
  return new Uint8Array(view.buffer)
}

function readVectors(text: string): number[][] | undefined {
  try {
    const vectors: unknown = JSON.parse(`[${text.slice(1, -1).replaceAll('"', '')}]`)
    return isVectors(vectors) ? vectors : undefined
  } catch {
    // Postgres has its own words for what is wrong with it.
    return undefined
  }
}

const isVectors = (value: unknown): value is number[][] =>
  Array.isArray(value) &&
  value.every(
    (vector) =>
      Array.isArray(vector) &&
      vector.length > 0 &&
      vector.length <= 16_000 &&
      vector.every((number) => Number.isFinite(number)),
  )
