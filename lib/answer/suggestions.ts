import type { Citation, Source } from '../chat/events.ts'
import { asQuestion } from '../chat/heading-question.ts'
import type { FoundPassage } from '../chat/passage.ts'

const mostSuggestions = 3

/** A passage that both searches together held for less is not near what was asked. */
const leastScore = 0.3

export interface Answered {
  question: string
  sources: Source[]
  citations: Citation[]
}

/**
 * What else these pages answer near a question: the headings of passages that were found for it and
 * that the answer does not cite. Whoever asks one asks for words that a passage of the index has.
 */
export function suggestionsFor(found: FoundPassage[], answered: Answered): string[] {
  const { question, sources, citations } = answered
  const cited = new Set(citations.map(({ n }) => n))
  const told = sources.filter(({ n }) => cited.has(n)).map(placeOf)
  const asked = letters(question)
  const suggested = found
    .filter((passage) => passage.score >= leastScore && !told.includes(placeOf(passage)))
    .map(asQuestion)
    .filter((words) => words !== '' && letters(words) !== asked)
  return [...new Set(suggested)].slice(0, mostSuggestions)
}

/** The headings that are suggested, and in the place of the last of them what other readers have asked. */
export const withAsked = (headings: string[], asked: string[]): string[] =>
  [...headings.slice(0, Math.max(0, mostSuggestions - asked.length)), ...asked].slice(
    0,
    mostSuggestions,
  )

const placeOf = ({ source, section }: Pick<Source, 'source' | 'section'>) => `${source}#${section}`

const letters = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
