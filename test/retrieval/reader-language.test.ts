import { expect, test } from 'vitest'
import type { FoundPassage } from '../../lib/chat/passage.ts'
import { languageOfPath, readersLanguageFirst } from '../../lib/retrieval/reader/reader-language.ts'

const english = 'The lamp is lit by the keeper when it is dark, and this is what you do.'
const german =
  'Die Lampe wird von dem Wärter angezündet, wenn es dunkel ist, und das ist die Regel.'

const found = (source: string, text = english): FoundPassage => ({
  passage_id: source,
  text,
  source,
  url: '',
  part: '',
  part_number: 0,
  chapter: '',
  section: '',
  chunk_index: 0,
  content_hash: source,
  score: 1,
})

const order = (sources: string[], wanted: string[]) =>
  readersLanguageFirst(
    sources.map((source) => found(source, /de/.test(source) ? german : english)),
    wanted,
  ).map(({ source }) => source)

test.each([
  ['docs/en/lamps.md', 'docs/de/lamps.md'],
  ['docs/lamps.md', 'docs/de/lamps.md'],
  ['docs/lamps.md', 'docs/lamps.de.md'],
  ['docs/part-1/lamps.md', 'i18n/de/docusaurus-plugin-content-docs/current/part-1/lamps.md'],
  ['docs/en-us/lamps.md', 'docs/de-DE/lamps.md'],
])('of %s and %s the one in the language of the reader goes first', (en, de) => {
  expect(order([en, 'docs/oil.md', de], ['de'])).toEqual([de, 'docs/oil.md', en])
  expect(order([de, 'docs/oil.md', en], ['en'])).toEqual([en, 'docs/oil.md', de])
})

test("the question's language counts before the page's, and that before the browser's", () => {
  const both = ['docs/en/lamps.md', 'docs/de/lamps.md']
  expect(order(both, ['fr', 'de', 'en'])[0]).toBe('docs/de/lamps.md')
  expect(order(both, ['fr'])).toEqual(both)
})

test('pages that are there once keep their places, whatever their language', () => {
  const pages = ['docs/de/lamps.md', 'docs/en/oil.md', 'docs/watch.md']
  expect(order(pages, ['en'])).toEqual(pages)
})

test.each([
  ['/docs/de/lamps', 'de'],
  ['/fr/guide/lamps', 'fr'],
  ['/docs/lamps', undefined],
  ['/docs/go/lamps', undefined],
])('the path %s names the language %s', (path, language) => {
  expect(languageOfPath(path)).toBe(language)
})
