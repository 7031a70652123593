import { expect, test } from 'vitest'
import { sample } from '../../dev/demo/seeded-random.ts'
import { bootstrap } from '../../eval/bootstrap.ts'
import { shareOf, told } from '../../eval/interval.ts'
import { mean, measure } from '../../eval/metrics.ts'

const sets = (...ids: string[][]) => ids.map((each) => new Set(each))

test('recall counts the wanted that are among the first', () => {
  const found = measure(['a', 'b', 'c', 'd'], sets(['b'], ['d'], ['x']))
  expect(found['recall@1']).toBe(0)
  expect(found['recall@3']).toBeCloseTo(1 / 3)
  expect(found['recall@5']).toBeCloseTo(2 / 3)
  expect(found['mrr@10']).toBe(1 / 2)
})

test('any one of several passages is enough where they say the same', () => {
  expect(measure(['a', 'b'], sets(['b', 'x']))['recall@5']).toBe(1)
})

test('a perfect ranking has the gain 1, and a later place less', () => {
  expect(measure(['a', 'b'], sets(['a'], ['b']))['ndcg@5']).toBeCloseTo(1)
  expect(measure(['x', 'a'], sets(['a']))['ndcg@5']).toBeCloseTo(1 / Math.log2(3))
})

test('nothing found is nothing', () => {
  expect(mean([measure([], sets(['a']))])).toMatchObject({ 'recall@10': 0, 'mrr@10': 0 })
})

test('a sample is the same on every run and keeps its order', () => {
  const all = Array.from({ length: 100 }, (_, index) => index)
  expect(sample(all, 10)).toEqual(sample(all, 10))
  expect(sample(all, 10)).toEqual(sample(all, 10).toSorted((a, b) => a - b))
  expect(sample(all, 200)).toEqual(all)
})

test('a difference on every question is outside chance, one on a single question is not', () => {
  expect(bootstrap(Array.from({ length: 50 }, () => 1)).low).toBe(1)
  expect(bootstrap([1, ...Array.from({ length: 49 }, () => 0)]).low).toBe(0)
})

test('a share has the interval of Wilson, which stays within 0 and 1', () => {
  expect(told(shareOf(5, 6))).toBe('83.3 % of 6 [43.6, 97.0]')
  expect(shareOf(0, 10)).toMatchObject({ share: 0, low: 0 })
  expect(shareOf(10, 10)).toMatchObject({ share: 1, high: 1 })
  expect(shareOf(500, 1000).high - shareOf(500, 1000).low).toBeCloseTo(0.062, 2)
})
