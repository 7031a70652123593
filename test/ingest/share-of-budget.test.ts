import { expect, test } from 'vitest'
import { requestsOf, shareOfBudget } from '../../lib/ingest/run/share-of-budget.ts'

let pages = 0
const page = (size: number, more: object = {}, attempts = 1) => {
  pages += 1
  const file = { path: `docs/${pages}.md`, sha: 'a', size }
  return {
    attempts,
    body: { kind: 'page', run_id: 1, file, version: 'v', rewrite: false, ...more },
  }
}
const many = (count: number, make: () => ReturnType<typeof page>) =>
  Array.from({ length: count }, make)

test('pages are done together, as many as the budget has requests for, the rest later', () => {
  const share = shareOfBudget(
    many(40, () => page(2000)),
    45,
  )
  expect(share.pages).toHaveLength(29)
  expect(share.alone).toHaveLength(0)
  expect(share.later).toHaveLength(11)
})

test('one message is done whatever it takes', () => {
  const share = shareOfBudget([page(900_000), page(100)], 45)
  expect(share.alone).toHaveLength(1)
  expect(share.later).toHaveLength(1)
})

test.each([
  ['was tried before', page(3000, {}, 2)],
  ['includes files', page(3000, { with_includes: true })],
  ['is of another run', page(3000, { run_id: 2 })],
  ['fills another collection', page(3000, { collection: 'c' })],
  ['is there already', page(3000, { file: { path: 'docs/same.md', sha: 'a' } })],
  ['is large', page(301_000)],
])('a page that %s is done alone', (_, other) => {
  const first = page(0, { file: { path: 'docs/same.md', sha: 'a', size: 3000 } })
  const { pages: together, alone } = shareOfBudget([first, other], 1000)
  expect(together.map(({ message }) => message)).toEqual([first])
  expect(alone).toEqual([other])
})

test('a larger page takes more requests, and what is no message one', () => {
  expect(requestsOf(page(200_000).body)).toBeGreaterThan(requestsOf(page(2000).body))
  expect(requestsOf('garbage')).toBe(1)
})

test("a part's category file is counted once for all of its pages", () => {
  const category = { path: 'docs/_category_.json', sha: 'c' }
  const room = (more: object) =>
    shareOfBudget(
      many(40, () => page(2000, more)),
      45,
    ).pages.length
  expect(room({ category })).toBe(room({}) - 1)
})
