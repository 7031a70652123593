import { createHash } from 'node:crypto'

/** A bag of words hashed onto `dimensions` numbers, of unit length: instant, and knows no meaning. */
export function hashedEmbedding(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text]) {
    const hash = createHash('md5').update(word).digest()
    const at = hash.readUInt32LE(0) % dimensions
    vector[at] = (vector[at] ?? 0) + (hash.readUInt8(4) % 2 === 0 ? 1 : -1)
  }
  const length = Math.hypot(...vector)
  // Words can cancel each other out; a vector without length would be no direction at all.
  if (length === 0) vector[0] = 1
  return length === 0 ? vector : vector.map((value) => value / length)
}
