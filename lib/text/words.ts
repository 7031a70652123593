import * as lists from './languages/lists.ts'
import { segmentWords } from './segments.ts'
import { allWords } from './word-lists.ts'

// Of all languages at once: a short question does not tell which it is in.
const stopWords = new Set(allWords(lists.stopWords))

/** The stems of the words of a text that carry meaning, in order, lower-cased, with repeats. */
export function contentWords(text: string): string[] {
  const words: string[] = []
  for (const word of segmentWords(text.toLowerCase())) {
    if (!stopWords.has(word)) words.push(stem(word))
  }
  return words
}

/** Whether a lower-cased word carries no claim of its own. */
export const isStopWord = (word: string): boolean => stopWords.has(word)

/** Strips the commonest English endings, so that "topics" meets "topic" and "trimmed" meets "trim". */
export function stem(word: string): string {
  if (word.length < 5) return word.length === 4 && word.endsWith('s') ? word.slice(0, 3) : word
  const inY = word.endsWith('ies') || word.endsWith('ied') ? `${word.slice(0, -3)}y` : word
  const bare = inY.slice(0, inY.length - lengthOfEnding(inY))
  const last = bare.at(-1)
  const isDouble = last !== undefined && last === bare.at(-2) && 'bdgmnprt'.includes(last)
  return isDouble ? bare.slice(0, -1) : bare
}

function lengthOfEnding(word: string): number {
  if (word.endsWith('ing')) return 3
  if (word.endsWith('ed') || word.endsWith('es') || word.endsWith('ly')) return 2
  return word.endsWith('s') || word.endsWith('e') ? 1 : 0
}
