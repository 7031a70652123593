import * as z from 'zod/mini'

/** A text of the book and where it stands, as passages and the sources of an answer have it. */
export const placedText = {
  text: z.string(),
  source: z.string(),
  url: z.string(),
  part: z.string(),
  part_number: z.int(),
  chapter: z.string(),
  section: z.string(),
}

/** A passage as retrieval knows it; `passage_id` is a 63-bit integer in decimal. */
export const Passage = z.object({
  passage_id: z.string(),
  ...placedText,
  chunk_index: z.int(),
  content_hash: z.string(),
})

export type Passage = z.infer<typeof Passage>

/** A passage found, with what each leg says of it: its place from 1, and its score. */
export interface FoundPassage extends Passage {
  denseRank?: number
  lexicalRank?: number
  /** From -1 to 1. */
  cosine?: number
  /** The share of the question's words, by their rarity, that the passage holds. */
  coverage?: number
  /** What both legs together say, from 0 to 1. */
  score: number
}
