import * as answering from '../text/assets/answering.asset.ts'
import * as lists from '../text/languages/lists.ts'
import { lazily } from '../text/lazily.ts'
import { allLines, wordsOf } from '../text/word-lists.ts'
import { stem } from '../text/words.ts'

const meaningsOf = lazily(() =>
  readMeanings([...allLines(lists.synonyms), ...allLines(answering.rewordings)]),
)

/** Whether two stems are known to say the same, or are forms of one word that stemming leaves apart. */
export const saySame = (one: string, other: string): boolean =>
  isFormOf(one, other) || isFormOf(other, one) || haveOneMeaning(one, other)

const isFormOf = (one: string, other: string) =>
  one.startsWith(other) && /^(?:e?[dns]?|ly|ings?)$/.test(one.slice(other.length))

function haveOneMeaning(one: string, other: string): boolean {
  const its = meaningsOf().get(other)
  return (
    meaningsOf()
      .get(one)
      ?.some((meaning) => its?.includes(meaning)) ?? false
  )
}

/** Each stem with the lines that it stands in. */
function readMeanings(lines: string[]): ReadonlyMap<string, number[]> {
  const found = new Map<string, number[]>()
  for (const [meaning, line] of lines.entries())
    for (const word of wordsOf(line).map(stem))
      found.set(word, [...(found.get(word) ?? []), meaning])
  return found
}
