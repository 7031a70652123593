import { expect, test } from 'vitest'
import { heldOutOpposites } from '../../eval/claims/held-out-opposites.ts'
import { wordNetAntonyms } from '../../eval/claims/wordnet-words.ts'
import { areOpposite } from '../../lib/citations/opposites.ts'
import { saySame } from '../../lib/citations/same-meaning.ts'
import { rewordings } from '../../lib/text/assets/answering.asset.ts'
import { allLines, wordsOf } from '../../lib/text/word-lists.ts'
import { stem } from '../../lib/text/words.ts'

const stems = (pairs: ReadonlyMap<string, string>) =>
  [...pairs].map(([one, other]) => [stem(one), stem(other)] as const)

test('words of one line say the same, and so do forms of one word', () => {
  expect(saySame(stem('started'), stem('began'))).toBe(true)
  expect(saySame(stem('makes'), stem('make'))).toBe(true)
  expect(saySame(stem('uses'), stem('used'))).toBe(true)
  expect(saySame(stem('monarchy'), stem('republic'))).toBe(false)
  expect(saySame(stem('careful'), stem('careless'))).toBe(false)
})

test('no line of rewordings holds a word and its contrary', () => {
  const contrary = allLines(rewordings).filter((line) => {
    const words = wordsOf(line).map(stem)
    return words.some((one) => words.some((other) => areOpposite(one, other)))
  })
  expect(contrary).toEqual([])
})

test('no contraries that are kept for measuring say the same', () => {
  const same = [...stems(heldOutOpposites), ...stems(wordNetAntonyms)].filter(
    ([one, other]) => one !== other && saySame(one, other),
  )
  expect(same).toEqual([])
})

test('the check has none of the opposites that it is measured with as lacking', () => {
  expect(stems(heldOutOpposites).filter(([one, other]) => areOpposite(one, other))).toEqual([])
})
