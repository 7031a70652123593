import { expect, test } from 'vitest'
import { groupsOf } from '../../lib/ingest/write/page-groups.ts'

const pages = (...sizes: number[]) =>
  sizes.map((size, at) => ({ file: { path: `docs/${at}.md`, sha: 'a', size } }))
const sizesOf = (...sizes: number[]) =>
  groupsOf(pages(...sizes)).map((group) => group.map(({ file }) => file.size))

test.each([
  ['few bytes are one group', [30_000, 30_000, 30_000], [[30_000, 30_000, 30_000]]],
  [
    'more are two halves',
    [90_000, 90_000, 90_000, 90_000],
    [
      [90_000, 90_000],
      [90_000, 90_000],
    ],
  ],
  ['a long page takes few others with it', [90_000, 290_000, 9000], [[90_000], [290_000, 9000]]],
  ['no page is none', [], []],
])('%s', (_, sizes, groups) => {
  expect(sizesOf(...sizes)).toEqual(groups)
})

test('every page is in one group, in its order, and no group has more than 300,000 bytes', () => {
  for (let count = 1; count < 60; count += 1) {
    const all = pages(...Array.from({ length: count }, (_, at) => ((at * 7919) % 90) * 1000))
    const groups = groupsOf(all)
    expect(groups.flat()).toEqual(all)
    for (const group of groups) {
      expect(group.reduce((sum, { file }) => sum + file.size, 0)).toBeLessThanOrEqual(300_000)
    }
  }
})
