import { detectLanguage } from '../text/language.ts'
import { searchText } from '../text/search-text.ts'
import { visible } from '../text/visible.ts'

/** Whoever types more words than this asks a question, whose last word is whole. */
const mostTyped = 12
/** As many as the statement weighs. Of questions with 12 to 40 words the first 12 often do not tell the subject. */
const mostWords = 40

/** The words of a search. */
export interface TypedWords {
  words: string[]
  /** Whether the last one may not be typed to its end. */
  isGrowing: boolean
}

/** The words that were typed, without what nobody sees; punctuation inside a word is part of it. */
export function typedWords(text: string): TypedWords {
  const seen = visible(text)
  const all = searchText(seen, detectLanguage(seen))
    .split(/\s+/)
    .map((word) => word.replace(edges, ''))
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
  return {
    words: all.slice(0, mostWords),
    isGrowing: all.length > 0 && all.length <= mostTyped && /[\p{L}\p{N}_]$/u.test(seen),
  }
}

const edges = /^[^\p{L}\p{N}_$@#.-]+|[^\p{L}\p{N}_+#]+$/gu
