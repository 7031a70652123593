/**
 * Vectors as Postgres' binary protocol has an array of pgvector's: one dimension, no nulls, the type
 * of the elements, how many, from 1 on; then each with its length in bytes, its dimensions, two unused
 * bytes and its numbers.
 */
export function asBinaryArray(vectors: Float32Array[], vectorType: number): Buffer {
  const header = Buffer.alloc(20)
  header.writeInt32BE(1, 0)
  header.writeInt32BE(vectorType, 8)
  header.writeInt32BE(vectors.length, 12)
  header.writeInt32BE(1, 16)
  return Buffer.concat([header, ...vectors.map(toBinary)])
}

function toBinary(vector: Float32Array): Buffer {
  const bytes = Buffer.alloc(8 + 4 * vector.length)
  bytes.writeInt32BE(4 + 4 * vector.length, 0)
  bytes.writeInt16BE(vector.length, 4)
  for (const [at, value] of vector.entries()) bytes.writeFloatBE(value, 8 + 4 * at)
  return bytes
}
