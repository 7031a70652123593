import { unitVector } from '../stand-in/unit-vector.ts'

/** A bag of words hashed onto `dimensions` numbers, of unit length: instant, and knows no meaning. */
export function hashedEmbedding(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text]) {
    const hash = murmurMix(fnv1a(word))
    const at = (hash >>> 1) % dimensions
    vector[at] = (vector[at] ?? 0) + (hash % 2 === 0 ? 1 : -1)
  }
  // Words can cancel each other out; a vector without length would be no direction at all.
  if (vector.every((value) => value === 0)) vector[0] = 1
  return unitVector(vector)
}

/** The 32-bit FNV-1a hash over a text's UTF-16 units: http://www.isthe.com/chongo/tech/comp/fnv/. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  }
  return hash >>> 0
}

/** MurmurHash3's last step, which spreads a hash over all of its 32 bits. */
function murmurMix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
