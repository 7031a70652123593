import { tellingShare } from './common-words.ts'
import { contentStems, contentWords, stemOf, stemSet } from './content-stems.ts'
import type { PromptPassage } from './read-passage.ts'
import { type WantedAnswer, wantedAnswer } from './wanted-answer.ts'

/** The question's words, each with what it is worth. */
export type Weights = ReadonlyMap<string, number>

/** A question, what it wants, and what its words are worth among the passages at hand. */
export interface Asked {
  question: string
  wanted: WantedAnswer
  weights: Weights
}

/** Reads a question against the passages that may answer it. */
export function readQuestion(question: string, passages: PromptPassage[]): Asked {
  const wanted = wantedAnswer(question)
  return { question, wanted, weights: weigh(question, wanted, passages) }
}

// A word that no passage has says little of which of them answers, and much of whether one does.
const unheardOf = 1.6

/** Inverse document frequency of the question's words over the passages at hand. */
function weigh(
  question: string,
  { things, asking }: WantedAnswer,
  passages: PromptPassage[],
): Weights {
  const bags = passages.map((passage) => stemSet(wholeText(passage)))
  // "Features" of a lens are seldom called so.
  const kinds = contentStems(things)
  return new Map(
    contentWords(question.replace(asking, ' ')).map((word) => {
      const stem = stemOf(word)
      const holding = bags.filter((bag) => bag.has(stem)).length
      const telling = tellingShare(word)
      if (holding === 0) return [stem, kinds.includes(stem) ? 0.4 * telling : unheardOf * telling]
      const rarity = 0.3 + Math.log(1 + (bags.length - holding + 0.5) / (holding + 0.5))
      // Who names a number means that one.
      return [stem, /^\d+$/.test(stem) ? 2 * rarity : rarity * telling]
    }),
  )
}

/** How much of the question's weight a text holds, from 0 to 1. */
export function coverage(text: string, weights: Weights): number {
  const stems = stemSet(text)
  let held = 0
  let all = 0
  for (const [stem, weight] of weights) {
    all += weight
    if (stems.has(stem)) held += weight
  }
  return all === 0 ? 0 : held / all
}

export const wholeText = ({ chapter, section, text }: PromptPassage) =>
  `${chapter}\n${section}\n${text}`

/** Whether a passage is about what is asked at all; an example in its code is not what it is about. */
export function isAbout(passage: PromptPassage, weights: Weights): boolean {
  const prose = passage.text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
  return coverage(wholeText({ ...passage, text: prose }), weights) >= leastCoverage
}

// Below this share of the question's words a passage is about something else.
const leastCoverage = 0.4

/**
 * How likely a passage is to hold the answer: by its heading, its text, and its rank. Whoever asks
 * for events is best served by a section that is called after them, and whoever names a chapter by it.
 */
export function passageScore(passage: PromptPassage, { question, weights, wanted }: Asked): number {
  const { n, chapter, section } = passage
  const [thing] = contentStems(wanted.things)
  const isCalledSo = thing !== undefined && contentStems(section).includes(thing) ? 0.25 : 0
  const heading = coverage(section, weights)
  const place = coverage(`${chapter} ${section}`, weights)
  const whole = coverage(wholeText(passage), weights)
  const isNamed = namedIn(question, chapter) ? 0.2 : 0
  return 0.35 * heading + 0.15 * place + 0.5 * whole + isCalledSo + isNamed - 0.02 * (n - 1)
}

/** Whether a question calls something by its whole name, word after word. */
export function namedIn(question: string, name: string): boolean {
  const words = contentStems(name).join(' ')
  return words !== '' && ` ${contentStems(question).join(' ')} `.includes(` ${words} `)
}
