import { expect, test } from 'vitest'
import { requestsOf, shareOfBudget } from '../../lib/ingest/run/share-of-budget.ts'

const page = (size: number) => ({
  body: {
    kind: 'page',
    run_id: 1,
    file: { path: 'docs/a.md', sha: 'a', size },
    version: 'v',
    rewrite: false,
  },
})

test('as many pages are done as the budget has requests for, the rest later', () => {
  const messages = Array.from({ length: 10 }, () => page(3000))
  const { now, later } = shareOfBudget(messages, 45)
  expect(now).toHaveLength(4)
  expect(later).toHaveLength(6)
})

test('one message is done whatever it takes', () => {
  const { now, later } = shareOfBudget([page(900_000), page(100)], 45)
  expect(now).toHaveLength(1)
  expect(later).toHaveLength(1)
})

test('a larger page takes more requests, and what is no message one', () => {
  expect(requestsOf(page(200_000).body)).toBeGreaterThan(requestsOf(page(2000).body))
  expect(requestsOf('garbage')).toBe(1)
})
