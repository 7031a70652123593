import * as lists from './languages/lists.ts'
import { allWords } from './word-lists.ts'

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })

// Of all languages at once: a short question does not tell which it is in.
const stopWords = new Set(allWords(lists.stopWords))

/** The stems of the words of a text that carry meaning, in order, lower-cased, with repeats. */
export function contentWords(text: string): string[] {
  const words: string[] = []
  for (const { segment, isWordLike } of segmenter.segment(text)) {
    if (!isWordLike) continue
    const word = segment.toLowerCase()
    if (!stopWords.has(word)) words.push(stem(word))
  }
  return words
}

/** Whether a lower-cased word carries no claim of its own. */
export const isStopWord = (word: string): boolean => stopWords.has(word)

/** Strips the commonest English endings, so that "topics" meets "topic" and "trimmed" meets "trim". */
export function stem(word: string): string {
  if (word.length < 5) return word.length === 4 && word.endsWith('s') ? word.slice(0, 3) : word
  return word
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?:ing|ed|es|s|ly|e)$/, '')
    .replace(/([bdgmnprt])\1$/, '$1')
}
