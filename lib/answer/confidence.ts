import type { FoundPassage } from './passage.ts'
import { contentWords } from './words.ts'

const considered = 5

/**
 * How sure retrieval is that these passages answer the question, from 0 to 1: the best passage's
 * mean of its cosine and of the share of the question's content words it holds. A leg that did not
 * answer is left out of the mean.
 */
export function confidence(question: string, passages: FoundPassage[]): number {
  const asked = new Set(contentWords(question))
  const scores = passages.slice(0, considered).map((passage) => {
    const signals = [covered(asked, passage)]
    if (passage.cosine !== undefined) signals.push(Math.max(0, passage.cosine))
    return signals.reduce((sum, signal) => sum + signal, 0) / signals.length
  })
  return Math.max(0, ...scores)
}

function covered(asked: Set<string>, passage: FoundPassage): number {
  if (asked.size === 0) return 0
  const held = new Set(contentWords(`${passage.chapter} ${passage.section} ${passage.text}`))
  return [...asked].filter((word) => held.has(word)).length / asked.size
}
