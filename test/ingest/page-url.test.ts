import { expect, test } from 'vitest'
import { placeInBook } from '../../lib/ingest/page/page-path.ts'
import { pageSlug, pageUrl } from '../../lib/ingest/page/page-url.ts'

const fields = { slug: undefined, id: undefined, parse_number_prefixes: true }

test.each([
  ['docs/Part-3-ros2/01-nodes-topics.md', {}, '/Part-3-ros2/nodes-topics'],
  ['docs/01-basics/02-setup.mdx', {}, '/basics/setup'],
  ['docs/01-basics/02-setup.md', { parse_number_prefixes: false }, '/01-basics/02-setup'],
  ['docs/intro.md', {}, '/intro'],
  ['docs/README.md', {}, '/'],
  ['docs/guides/index.md', {}, '/guides/'],
  ['docs/guides/Guides.md', {}, '/guides/'],
  ['docs/01-guides/readme.md', {}, '/guides/'],
  ['docs/guides/a.md', { slug: '/first' }, '/first'],
  ['docs/01-guides/a.md', { slug: 'first' }, '/guides/first'],
  ['docs/guides/index.md', { slug: 'first' }, '/guides/first'],
  ['docs/guides/a.md', { slug: '../first' }, '/first'],
  ['docs/guides/a.md', { slug: './' }, '/guides/'],
  ['docs/guides/01-a.md', { id: 'b' }, '/guides/b'],
  ['docs/guides/01-a.md', { id: 'b', slug: 'c' }, '/guides/c'],
  ['docs/100% sure/a#b?.md', {}, '/100%25%20sure/a%23b%3F'],
  ['docs/a.md', { slug: '/caf%C3%A9' }, '/caf%C3%A9'],
])('%s with %j is at %s', (path, own, expected) => {
  expect(pageSlug(placeInBook(path, 'docs'), { ...fields, ...own })).toBe(expected)
})

test('a URL begins where the content folder does, and is encoded', () => {
  const place = placeInBook('docs/手引き/a b.md', 'docs')
  const expected = `https://book.example/docs/${encodeURI('手引き')}/a%20b`
  expect(pageUrl('https://book.example/docs', place, fields)).toBe(expected)
  expect(pageUrl('https://book.example/docs/', place, fields)).toBe(expected)
})
