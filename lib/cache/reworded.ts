import { areOpposite } from '../citations/opposites.ts'
import * as answering from '../text/assets/answering.asset.ts'
import { detectLanguage } from '../text/language.ts'
import { lazily } from '../text/lazily.ts'
import { allWords } from '../text/word-lists.ts'
import { contentWords, stem } from '../text/words.ts'
import { subjectsOf } from './subjects.ts'

// How near questions have to be for some of their words to differ. Chosen on the first halves of
// `npm run eval -- --near` with both embedding models, so that no pair that differs in one word that
// matters shares an answer; reported on the second. Words of both differ:
const reworded = 0.88
// one word stands for one other, as in "rotate the webhook secret" and "the session secret":
const oneForOne = 0.92
// one has a word beside all of the other:
const oneMore = 0.95

// More other words than these are another question, however near.
const mostOthers = 3

const colouring = lazily(() => new Set(contentWords(allWords(answering.colouringWords).join(' '))))

/**
 * Whether questions that are so near by meaning are about the same in other words: they share some, no
 * word of one is the contrary of one of the other, and both name the same. The less they differ by words,
 * the more a word weighs. In English alone: of other languages an embedding may know little.
 */
export function haveSimilarSubjects(one: string, other: string, cosine: number): boolean {
  if (detectLanguage(one) !== 'en' || detectLanguage(other) !== 'en') return false
  const [mine, its] = [subjectsFor(one), subjectsFor(other)]
  const [left, right] = [without(mine, its), without(its, mine)]
  const shared = mine.length - left.length
  if (shared === 0 || left.length > mostOthers || right.length > mostOthers) return false
  // What one has beside all of the other narrows it.
  if (cosine < leastCosine(left.length, right.length)) return false
  return !sayTheContrary(one, other) && namesAllOf(one, other) && namesAllOf(other, one)
}

function leastCosine(left: number, right: number): number {
  if (left === 0 && right === 0) return reworded
  if (left === 0 || right === 0) return left + right === 1 ? oneMore : Number.POSITIVE_INFINITY
  return left + right === 2 ? oneForOne : reworded
}

const subjectsFor = (question: string) =>
  [...subjectsOf(question)].filter((subject) => !colouring().has(subject))

const without = (words: string[], others: string[]) =>
  words.filter((word) => !others.includes(word))

function sayTheContrary(one: string, other: string): boolean {
  const [mine, its] = [one, other].map((text) => [...contentWords(text), ...subjectsOf(text)])
  const [left, right] = [without(mine ?? [], its ?? []), without(its ?? [], mine ?? [])]
  return left.some((word) => right.some((contrary) => areContrary(word, contrary)))
}

// A list of contraries has words once stemmed, as "succe" of "succeed": what is "succeeds" here is not.
const areContrary = (one: string, other: string) =>
  [one, stem(one)].some((word) => [other, stem(other)].some((its) => areOpposite(word, its)))

const capitalised = /(?<=[\p{L}\p{N},;:)] ["'“(]?)\p{Lu}[\p{L}\p{N}-]+/gu

/** Whether every name of one question stands in the other. */
function namesAllOf(one: string, other: string): boolean {
  const text = other.toLowerCase()
  return (one.match(capitalised) ?? []).every((name) =>
    text.includes(name.toLowerCase().replace(/s$/, '')),
  )
}
