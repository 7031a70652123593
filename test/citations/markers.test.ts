import { expect, test } from 'vitest'
import { markers } from '../../lib/citations/markers.ts'

const cited = (answer: string) => markers(answer).map(({ n }) => n)

test.each([
  ['It is [1]. So is that [2][3].', [1, 2, 3]],
  ['Use `a[1]`, then [2].', [2]],
  ['```\na[1]\n```\nSo [2].', [2]],
  ['Use items[1].name [2].', [2]],
  ['So [1](https://x.example).', []],
  ['It is so [2].\n\nSources:\n[1] The lens\n[2] The lamp', [2]],
  ['It is so [2].\n\n**Quellen**:\n- [1] The lens\n- [2] The lamp\n', [2]],
  ['## References:\n1. [1] The lens\n2. [3] The lamp', []],
  ['There are two:\n- a lens [1]\n- a lamp [2]', [1, 2]],
  ['[1] says so. Sources: [2] and others.', [1, 2]],
])('%j cites %j', (answer, numbers) => {
  expect(cited(answer)).toEqual(numbers)
})
