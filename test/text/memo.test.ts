import { expect, test } from 'vitest'
import { createMemo } from '../../lib/text/memo.ts'

test('what was made of a text is given again, undefined too', () => {
  const memo = createMemo<string | undefined>(2)
  const made: string[] = []
  const of = (text: string) =>
    memo(text, () => {
      made.push(text)
      return text === 'nothing' ? undefined : text.toUpperCase()
    })
  expect([of('a'), of('a'), of('nothing'), of('nothing')]).toEqual(['A', 'A', undefined, undefined])
  expect(made).toEqual(['a', 'nothing'])
})

test('of more texts the one that was not asked for longest is forgotten', () => {
  const memo = createMemo<number>(2)
  let count = 0
  const of = (text: string) => memo(text, () => (count += 1))
  expect([of('a'), of('b'), of('a'), of('c'), of('a'), of('b')]).toEqual([1, 2, 1, 3, 1, 4])
})
