import type { NewPassage } from '../index-corpus.ts'

/** A question, and whether the index holds its answer. */
export interface RefusalQuestion {
  text: string
  isForeign: boolean
  /** Where it comes from. */
  from: string
  /** The page that answers it, where a check asks for it. */
  wanted?: string
}

/** An index, and questions for it: those it answers, and those of other books. */
export interface RefusalCorpus {
  name: string
  /** Whether weights may be chosen on it; the others are for reporting alone. */
  isForChoosing: boolean
  passages: () => Promise<NewPassage[]>
  questions: RefusalQuestion[]
  /** Questions that are embedded as their translations. */
  sameAs?: ReadonlyMap<string, string>
}
