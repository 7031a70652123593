/** Vectors longer than this have no approximate index, and are searched one by one. */
export const longestIndexed = 4000
// A page of the index holds three of 1,024 halves with their neighbours, and four of 864. What is lost
// by it the whole vectors make up for: handbook, Decisions, Vectors in Postgres.
const packed = 864
const longestPacked = 1024

/** How many of a vector's numbers the approximate index holds. */
export const indexedDimensions = (dimensions: number): number =>
  dimensions > packed && dimensions <= longestPacked ? packed : Math.trunc(dimensions)

/** How many times as many neighbours as wanted are put in order by the whole vectors. */
export const lookedAgain = (dimensions: number): number =>
  indexedDimensions(dimensions) === dimensions ? 2 : 3

/** The expression over `embedding` that the index is made of, as schema.sql has it for 1,024. */
export function indexedEmbedding(dimensions: number): string {
  const indexed = indexedDimensions(dimensions)
  const half = `halfvec(${indexed})`
  return indexed === Math.trunc(dimensions)
    ? `embedding::${half}`
    : `subvector(embedding, 1, ${indexed})::${half}`
}
