import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestOf } from '../../dev/cloud/qdrant/best-of.ts'

const order = (a: number, b: number) => a - b

test('the best of all are those that a sort of all puts first, in its order', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 20 }), (all, count) => {
      expect(bestOf(all, count, order)).toEqual(all.toSorted(order).slice(0, count))
    }),
  )
})

test('what comes far behind the best is looked at once', () => {
  let looks = 0
  const all = Array.from({ length: 10_000 }, (_, at) => at)
  bestOf(all, 10, (a, b) => {
    looks += 1
    return a - b
  })
  expect(looks).toBeLessThan(2 * all.length)
})
