import * as answering from '../text/assets/answering.asset.ts'
import { lazily } from '../text/lazily.ts'
import { allWords } from '../text/word-lists.ts'
import { contentWords } from '../text/words.ts'

/**
 * Whether two questions of the same words are of other things done: the way to a thing and the way
 * from it, "a page of a book" and "a book of a page", "can A call B" and "can B call A".
 */
export const changeRoles = (one: string, other: string): boolean =>
  goesOtherWay(one, other) ||
  changesPlaces(one, other) ||
  changesOrder(one, other) ||
  isOtherDoer(one, other) ||
  isDoneToIt(one, other) ||
  isDoneToIt(other, one)

const anyWord = (words: string[]) =>
  new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words.join('|')})(?![\\p{L}\\p{N}_])`, 'giu')

const directed = lazily(() => anyWord(allWords(answering.directions)))
const related = lazily(() => anyWord(allWords(answering.relations)))

/** Whether one asks of the way from a thing, and the other of the way to it. */
function goesOtherWay(one: string, other: string): boolean {
  const its = wordsAfter(directed(), other)
  return wordsAfter(directed(), one).some(({ before, words: [word] }) =>
    its.some((back) => back.words[0] === word && back.before !== before),
  )
}

/** Whether two things change places, as in "a page of a book" and "a book of a page". */
function changesPlaces(one: string, other: string): boolean {
  const [mine, its] = [one, other].map((question) => [
    ...wordsAfter(directed(), question),
    ...wordsAfter(related(), question),
  ])
  const moved = (from: After[] = [], to: After[] = [], question: string) =>
    from.filter(
      ({ before, words: [word = ''] }) =>
        contentWords(question).includes(word) &&
        !to.some((after) => after.before === before && after.words.includes(word)),
    )
  const back = moved(its, mine, one)
  return moved(mine, its, other).some(({ before }) => back.some((after) => after.before === before))
}

/** Whether two things after the same preposition do: "sent by A and read by B". */
function changesOrder(one: string, other: string): boolean {
  const [mine = [], its = []] = [one, other].map((question) =>
    wordsAfter(directed(), question)
      .toSorted((a, b) => a.before.localeCompare(b.before))
      .map(({ before, words }) => `${before} ${words[0]}`),
  )
  return mine.join() !== its.join() && mine.toSorted().join() === its.toSorted().join()
}

interface After {
  before: string
  words: string[]
}

// Where the next words are looked for, in characters.
const wordsAhead = 60

/** Each of these prepositions, with the two words that follow it. */
const wordsAfter = (prepositions: RegExp, question: string): After[] =>
  [...question.matchAll(prepositions)].flatMap((match) => {
    const after = match.index + match[0].length
    const words = contentWords(question.slice(after, after + wordsAhead)).slice(0, 2)
    return words.length === 0 ? [] : [{ before: match[0].toLowerCase(), words }]
  })

const doer =
  /\b(?:(?<chosen>which)|do|does|did|can|could|may|might|will|would|should|must) (?:(?:the|an?|my|your|its|each|every) )?(?<first>[\p{L}\p{N}-]+)(?<more>(?: of(?: the| an?)?)?(?: [\p{L}\p{N}-]+)?)(?!.* be )/iu

/** Whether another does it, as in "can the reader see the keeper?", and not the same to another. */
function isOtherDoer(one: string, other: string): boolean {
  const [mine, its] = [doer.exec(one)?.groups, doer.exec(other)?.groups]
  const [first] = contentWords(mine?.first ?? '')
  const [second] = contentWords(its?.first ?? '')
  if (first === undefined || second === undefined || mine?.chosen !== its?.chosen) return false
  const besides = [mine?.more, its?.more].flatMap((words) => contentWords(words ?? ''))
  return first !== second && !besides.includes(first) && !besides.includes(second)
}

const doesIt =
  /^\W*(?:who|what|which [\p{L}\p{N}-]+) (?!(?:is|are|was|were|be|do|does|did|has|have|had|can|could|may|might|will|would|shall|should|must)\b)\p{L}/iu
const isDone =
  /^\W*(?:who|what|which [\p{L}\p{N}-]+) (?:is|are|was|were|be|can|has|have)\b.* by\b/iu

/** Whether one asks who does something, and the other by whom it is done to which. */
const isDoneToIt = (one: string, other: string) => doesIt.test(one) && isDone.test(other)
