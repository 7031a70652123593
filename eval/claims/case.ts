/** One claim against the passage it cites, and whether the passage carries it. */
export interface ClaimCase {
  kind: string
  /** The article or page: all its cases are in one half. */
  article: string
  claim: string
  passage: string
  isTrue: boolean
}

/** A passage with the sentences of its prose. */
export interface SentencePassage {
  article: string
  text: string
  sentences: string[]
}

/** A way to make claims out of one sentence of a passage; undefined where the sentence has no room. */
export interface ClaimMaker {
  kind: string
  isTrue: boolean
  make: (sentence: string, passage: SentencePassage, random: () => number) => string | undefined
}
