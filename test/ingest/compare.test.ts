import { expect, test } from 'vitest'
import { compare } from '../../lib/ingest/run/compare.ts'

const at = (path: string) => ({ path, sha: path, size: 1 })

test.each([
  ['docs', 'docs/Part-1/a.md', 'docs/Part-1/_category_.json'],
  ['docs', 'docs/Part-1/deeper/still/a.md', 'docs/Part-1/_category_.json'],
  ['docs', 'docs/Part-2/a.md', undefined],
  ['docs', 'docs/a.md', 'docs/_category_.yml'],
  ['', 'docs/Part-1/a.md', 'docs/_category_.yml'],
])('in %j the category file of %s is that of its part', (contentPath, page, category) => {
  const files = [
    'docs/_category_.yml',
    'docs/Part-1/_category_.json',
    'docs/Part-1/deeper/_category_.json',
    'docs/Part-2/deeper/_category_.json',
    page,
  ].map(at)
  const { changed } = compare(files, new Map(), { contentPath, salt: '', force: false })
  expect(changed.map((one) => one.category?.path)).toEqual([category])
})
