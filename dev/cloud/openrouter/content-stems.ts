import { remembered } from './remembered.ts'

const wordsOf = new Intl.Segmenter('en', { granularity: 'word' })
// A passage, its headings, its units and their items are a text each.
const mostTexts = 20_000

/**
 * The words of a text, lightly stemmed, without those that carry no content. A name such as
 * `QDRANT_URL` counts as its parts and once more as a whole: who writes it means that one.
 */
export const contentStems = remembered(mostTexts, (text): readonly string[] =>
  contentWords(text).map(stemOf),
)

/** The same, each once. */
export const stemSet = remembered(
  mostTexts,
  (text): ReadonlySet<string> => new Set(contentStems(text)),
)

/** The words that carry content, and the names that are made of several. */
export function contentWords(text: string): string[] {
  const lower = text.toLowerCase()
  const words = [...wordsOf.segment(lower.replaceAll('_', ' '))]
  const telling = words
    .filter(({ segment, isWordLike }) => isWordLike && !stopWords.has(segment))
    .map(({ segment }) => segment.replace(/['’]s$/, ''))
  return [...telling, ...(lower.match(/\b[a-z\d]+(?:_[a-z\d]+)+\b/g) ?? [])]
}

/** A word without its ending: enough to join plural and singular, and a verb's forms. */
export function stemOf(word: string): string {
  if (word.length < 4 || word.includes('_')) return word
  return word
    .replace(/ies$/, 'y')
    .replace(/(?<=[^s])s$/, '')
    .replace(/(?<=.{4})ment$/, '')
    .replace(/(?<=.{3})(ing|ed|er|or|ion|ation|ly)$/, '')
    .replace(/(?<=.{3})e$/, '')
    .replace(/([bdgmnprt])\1$/, '$1')
}

const stopWords = new Set(
  `a about above after again all also am an and any are as at be because been being between both but
  by can could describe did do does doing don't each else even ever every explain for from get give
  had happen happened happens has have having he her here hers him his how i i'm if in into is it instead it's its just later let like may
  many me mean means might more most must my need needed needs no nor not of off on once one only or other our out over
  please same say she should show so some something still such tell than that that's the their them then
  there these they thing this those through to too under until up us use used using very want was way
  we were what what's when where which while who whom whose why will with work works would you your`.split(
    /\s+/,
  ),
)
