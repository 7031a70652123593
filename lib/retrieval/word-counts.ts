import { fragment } from '../clients/neon.ts'

// What BM25 counts is read off a vector without unpacking it, which costs three times as much as all
// the rest of the lexical statement: for each word Postgres makes an array of its places.

/**
 * How often a `search_vector` says a `term`, exactly. Of one term ts_rank is 1/1 + 1/4 + … + 1/n² over
 * its n mentions, as a share of π²/6, to which that sum tends; what is left is about 1 / (n + 1/2).
 */
export const timesSaid = fragment`round(6 / (pi() ^ 2
  * (1 - ts_rank('{1, 1, 1, 1}', search_vector, term)::float8)) - 0.5)`

/**
 * How many words a `search_vector` holds, within some hundredths, by the bytes of their places: two
 * for each, and for each lexeme two more and, where its own bytes are odd, one. Marks have no place.
 */
export const wordCount = fragment`((pg_column_size(search_vector) - pg_column_size(strip(search_vector))
  - 2.5::float8 * length(ts_filter(search_vector, '{d}'))) / 2)`
