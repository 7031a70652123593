/** Vectors longer than this have no approximate index, and are searched one by one. */
export const longestIndexed = 4000
// A page of the index holds three of 1,024 halves and four of 960; of the neighbours that are looked
// at again with all digits, leaving out the last 64 numbers lost none in ten thousand
// (handbook, Decisions, Vectors in Postgres).
const packed = 960
const longestPacked = 1024

/** How many of a vector's numbers the approximate index holds. */
export const indexedDimensions = (dimensions: number): number =>
  dimensions > packed && dimensions <= longestPacked ? packed : Math.trunc(dimensions)

/** The expression over `embedding` that the index is made of, as schema.sql has it for 1,024. */
export function indexedEmbedding(dimensions: number): string {
  const indexed = indexedDimensions(dimensions)
  const half = `halfvec(${indexed})`
  return indexed === Math.trunc(dimensions)
    ? `embedding::${half}`
    : `subvector(embedding, 1, ${indexed})::${half}`
}
