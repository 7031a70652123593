import type { FoundPassage } from '../chat/passage.ts'
import { contentWords } from '../text/words.ts'

const considered = 5
const unknownName = 0.5

/**
 * How sure retrieval is that these passages answer the question, from 0 to 1: of the best five, the
 * highest mean of cosine and coverage (the share of the question's words, by their rarity, that the
 * passage holds). A leg that did not answer is left out of the mean. Halved when the question names
 * something, such as AMCL or `maxWait`, of which none of the passages has heard.
 */
export function confidence(question: string, passages: FoundPassage[]): number {
  const best = passages.slice(0, considered)
  const asked = new Set(contentWords(question))
  const scores = best.map((passage) => {
    const signals = [passage.coverage ?? covered(asked, passage)]
    if (passage.cosine !== undefined) signals.push(Math.max(0, passage.cosine))
    return signals.reduce((sum, signal) => sum + signal, 0) / signals.length
  })
  const known = passages.map(textOf).join('\n').toLowerCase()
  const isHeardOf = names(question).every((name) => known.includes(name.toLowerCase()))
  return Math.max(0, ...scores) * (isHeardOf ? 1 : unknownName)
}

/** What is written as code or in capitals names one thing and nothing else. */
const names = (question: string): string[] =>
  question.match(/(?<![\p{L}\p{N}])(?:\p{Lu}{3,}\d*|\w+_\w+|\p{Ll}+\p{Lu}\w*)(?![\p{L}\p{N}])/gu) ??
  []

const textOf = ({ chapter, section, text }: FoundPassage) => `${chapter} ${section} ${text}`

function covered(asked: Set<string>, passage: FoundPassage): number {
  if (asked.size === 0) return 0
  const held = new Set(contentWords(textOf(passage)))
  return [...asked].filter((word) => held.has(word)).length / asked.size
}
