import { expect, test } from 'vitest'
import { remembered } from '../../dev/cloud/openrouter/remembered.ts'

test('a text is worked on once, and the oldest of too many is forgotten', () => {
  const worked: string[] = []
  const lengthOf = remembered(2, (text) => {
    worked.push(text)
    return text.length
  })
  expect(['a', 'bb', 'a', 'ccc', 'bb', 'a'].map(lengthOf)).toEqual([1, 2, 1, 3, 2, 1])
  expect(worked).toEqual(['a', 'bb', 'ccc', 'a'])
})
