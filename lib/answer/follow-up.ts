import type { Turn } from './prompt.ts'
import { contentWords } from './words.ts'

// Words that point back at what was said, and openings that only continue.
const pointsBack =
  /\b(?:it|its|they|them|their|this|that|these|those|he|she|him|her|his|the (?:first|second|last|latter|former|same|other) one|such)\b/i
const continues =
  /^(?:and|but|or|so|also|then|what about|how about|why|why not|really|more|another|else|which one|what else)\b/i
const fewWords = 2

/** Whether a question needs the one before it to be understood. */
export function needsContext(question: string): boolean {
  const words = contentWords(question)
  return words.length <= fewWords
    ? words.length < fewWords || continues.test(question) || pointsBack.test(question)
    : continues.test(question) || pointsBack.test(question)
}

/** A follow-up joined with the question before it, so that retrieval knows what it is about. */
export function joined(question: string, turns: Turn[]): string {
  const last = turns.at(-1)
  return last ? `${last.question}\n${question}` : question
}
