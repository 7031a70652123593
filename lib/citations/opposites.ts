import * as answering from '../text/assets/answering.asset.ts'
import { lazily } from '../text/lazily.ts'
import { allLines, wordsOf } from '../text/word-lists.ts'
import { stem } from '../text/words.ts'

const opposites = lazily(() => readSides(allLines(answering.opposites)))

/** Whether two stems say the contrary of each other. */
export const areOpposite = (one: string, other: string): boolean =>
  opposites().get(one)?.has(other) === true ||
  isPrefixed(one, other) ||
  isPrefixed(other, one) ||
  differInHan(one, other)

/** Whether a stem has an opposite that is known, so that its direction has to agree. */
export const hasOpposite = (word: string): boolean => opposites().has(word)

// What turns a word round from the front, as in "possible" and "impossible".
const turning = /^(?:un|in|im|il|ir|dis|non|anti|dé|des)-?(?=\p{L}{4})/u

const isPrefixed = (one: string, other: string) =>
  one !== other && one.endsWith(other) && one.replace(turning, '') === other

/** Chinese words that differ in one character, which is the contrary: 最大值 and 最小值. */
function differInHan(one: string, other: string): boolean {
  if (one.length !== other.length || !/^\p{sc=Han}{2,}$/u.test(one)) return false
  const differing = [...one].flatMap((character, at) =>
    character === other[at] ? [] : [[character, other[at] ?? ''] as const],
  )
  const [pair] = differing
  return (
    differing.length === 1 && pair !== undefined && opposites().get(pair[0])?.has(pair[1]) === true
  )
}

function readSides(lines: string[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const line of lines) {
    const [left = [], right = []] = line.split('|').map((side) => wordsOf(side).map(stem))
    for (const [words, others] of [
      [left, right],
      [right, left],
    ] as const)
      for (const word of words) {
        const known = found.get(word) ?? new Set()
        for (const other of others) if (other !== word && !words.includes(other)) known.add(other)
        found.set(word, known)
      }
  }
  return found
}
