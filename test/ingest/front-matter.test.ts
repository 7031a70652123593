import { expect, test } from 'vitest'
import { readFrontMatter } from '../../lib/ingest/page/front-matter.ts'
import { PageError } from '../../lib/ingest/page/page-error.ts'

const read = (page: string) => readFrontMatter(page, 'docs/a.md')

test('front matter is parsed and taken off the page', () => {
  const page =
    '---\ntitle: Nodes\ntags: [ros, {label: Topics, permalink: /t}, 2]\ndraft: true\n---\n# A\n'
  expect(read(page)).toMatchObject({
    fields: { title: 'Nodes', tags: ['ros', 'Topics', '2'] },
    raw: { draft: true },
    body: '# A\n',
    bodyLine: 6,
  })
})

test.each([
  ['a byte order mark and CRLF', '\uFEFF---\r\ntitle: A\r\n---\r\ntext', 'A', 'text'],
  ['empty front matter', '---\n---\ntext', undefined, 'text'],
  ['front matter of comments', '---\n# a: b\n---\ntext', undefined, 'text'],
  ['front matter and nothing else', '---\ntitle: A\n---', 'A', ''],
  ['no front matter', 'title: A\n\ntext', undefined, 'title: A\n\ntext'],
  ['a rule at the top', '---\n\ntext', undefined, '---\n\ntext'],
  ['two rules around a sentence', '---\ntext\n---\nmore', undefined, '---\ntext\n---\nmore'],
  ['a title that is a number', '---\ntitle: 2024\n---\ntext', '2024', 'text'],
  ['a title of the wrong type', '---\ntitle: [a]\n---\ntext', undefined, 'text'],
])('%s is read', (_, page, title, body) => {
  const { fields, body: found } = read(page)
  expect([fields.title, found]).toEqual([title, body])
})

test.each([
  ['---\ntitle: A: B\n---\ntext', 2],
  ['---\ntitle: A\ntags: [a\n---\ntext', 4],
  ['---\n- a\n- b\n---\ntext', 2],
])('front matter that is not YAML names page and line: %j', (page, line) => {
  expect(() => read(page)).toThrow(PageError)
  expect(() => read(page)).toThrow(`docs/a.md, line ${line}: the front matter is not`)
})

test('tags may be one comma-separated line', () => {
  expect(read('---\ntags: ros, topics\n---\n').fields.tags).toEqual(['ros', 'topics'])
})
