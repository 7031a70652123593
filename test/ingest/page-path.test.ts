import { expect, test } from 'vitest'
import { separateNumber } from '../../lib/ingest/page/number-prefix.ts'
import { isPage, placeInBook, readableName } from '../../lib/ingest/page/page-path.ts'

test.each([
  ['docs/a.md', true],
  ['docs/a/b/c.mdx', true],
  ['docs/a.txt', false],
  ['docs/_draft.md', false],
  ['docs/_parts/a.md', false],
  ['docs/.vitepress/a.md', false],
  ['docs/node_modules/a/README.md', false],
  ['README.md', false],
  ['docs-old/a.md', false],
])('%s is a page of docs: %s', (path, expected) => {
  expect(isPage(path, 'docs')).toBe(expected)
})

test('without a content folder, every Markdown file may be a page', () => {
  expect(isPage('README.md')).toBe(true)
  expect(isPage('a/b.md', './')).toBe(true)
})

test.each([
  ['docs/Part-3-ros2/01-nodes-topics.md', 3, 'ros2', 'Ros2'],
  ['docs/Part-3-ros-2/01-nodes.md', 3, 'ros-2', 'Ros 2'],
  ['docs/part_12_how_to/a.md', 12, 'how_to', 'How to'],
  ['docs/Part-4/a.md', 4, 'Part-4', 'Part 4'],
  ['docs/module-2-simulation/deep/a.md', 2, 'simulation', 'Simulation'],
  ['docs/03-foundations/a.md', 3, 'foundations', 'Foundations'],
  ['docs/getting-started/a.md', 0, 'getting-started', 'Getting started'],
  ['docs/2024-01-notes/a.md', 0, '2024-01-notes', '2024 01 notes'],
  ['docs/intro.md', 0, '', ''],
])('%s is in part %i, %j', (path, partNumber, partName, part) => {
  expect(placeInBook(path, 'docs')).toMatchObject({ partNumber, partName, part })
})

// The cases of Docusaurus' own tests for its number prefixes.
test.each([
  ['1-My Doc', 'My Doc', 1],
  ['003 - My Doc', 'My Doc', 3],
  ['01_intro', 'intro', 1],
  ['1.intro', 'intro', 1],
  ['999 -- intro', 'intro', 999],
  ['Part-3-ros2', 'Part-3-ros2', undefined],
  ['2021-01-31 - intro', '2021-01-31 - intro', undefined],
  ['01-31-intro', '01-31-intro', undefined],
  ['7.0-intro', '7.0-intro', undefined],
  ['8-0 intro', '8-0 intro', undefined],
  ['2nd', '2nd', undefined],
])('%j without its number is %j', (name, expected, number) => {
  expect(separateNumber(name)).toEqual({ name: expected, ...(number !== undefined && { number }) })
})

test('a file name becomes a title', () => {
  expect(readableName('01-nodes_and-topics')).toBe('Nodes and topics')
})
