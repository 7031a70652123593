import { expect, test } from 'vitest'
import { verdictsIn } from '../../lib/answer/after/second-look.ts'

test.each([
  [
    '1 yes\n2 no',
    [
      [1, true],
      [2, false],
    ],
  ],
  [
    'Pair 1: Yes.\n- 2) no, the number differs',
    [
      [1, true],
      [2, false],
    ],
  ],
  ['1. yes\n1. no\n2. no', [[2, false]]],
  ['Yes, all of them are right.', []],
  ['', []],
])('%j says of the pairs what it says plainly', (reply, said) => {
  expect([...verdictsIn(reply)]).toEqual(said)
})
