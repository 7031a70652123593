import { expect, test } from 'vitest'
import { contentHash, passageId } from '../../lib/index/passage-id.ts'
import { isCategoryFile, readCategory } from '../../lib/ingest/page/category-file.ts'
import { readPage } from '../../lib/ingest/page/page.ts'

const path = 'docs/Part-3-ros-2/01-nodes.md'
const book = { contentPath: 'docs', siteUrl: 'https://book.example/docs' }

test('a page knows its place, its title and its passages', async () => {
  const text =
    '---\ntags: [ros]\ncategory: guide\n---\n# Nodes\n\n## Names {#names}\n\nA node has a name.'
  const embeddedText = 'Ros 2 › Nodes › Names\n\nA node has a name.'
  expect(await readPage({ path, text, ...book })).toEqual({
    sourcePath: path,
    groups: [],
    partNumber: 3,
    part: 'Ros 2',
    title: 'Nodes',
    language: 'en',
    url: 'https://book.example/docs/Part-3-ros-2/nodes',
    tags: ['ros'],
    category: 'guide',
    isDated: false,
    warnings: [],
    passages: [
      {
        id: await passageId(path, 'Names', 0),
        content: 'A node has a name.',
        embeddedText,
        contentHash: await contentHash(embeddedText),
        section: 'Names',
        headingPath: ['Nodes', 'Names'],
        anchor: 'names',
        url: 'https://book.example/docs/Part-3-ros-2/nodes#names',
        chunkIndex: 0,
      },
    ],
  })
})

test.each([
  ['front matter', '---\ntitle: Mine\n---\n# Other', 'Mine'],
  ['the first H1', '## A\n\n# The *title*', 'The title'],
  ['the file name', 'text', 'Nodes'],
])('the title comes from %s', async (_, text, title) => {
  expect(await readPage({ path, text })).toMatchObject({ title })
})

test('a folder page without a title is named after its folder', async () => {
  expect(await readPage({ path: 'docs/02-setup/index.md', text: 'a', ...book })).toMatchObject({
    title: 'Setup',
    part: 'Setup',
    partNumber: 2,
  })
})

test('a category file names and numbers the part, front matter names it first', async () => {
  const category = readCategory('label: Robots\nposition: 7\n')
  const named = { path: 'docs/robots/a.md', text: 'a', ...book, category }
  expect(await readPage(named)).toMatchObject({ part: 'Robots', partNumber: 7 })
  expect(await readPage({ ...named, text: '---\npart: Mine\n---\n' })).toMatchObject({
    part: 'Mine',
  })
})

test('a category file is JSON or YAML, and one that is neither says nothing', () => {
  expect(readCategory('{"label": "A", "position": 2}')).toEqual({ label: 'A', position: 2 })
  expect(readCategory('label: [')).toEqual({})
  expect(isCategoryFile('docs/a/_category_.yml')).toBe(true)
  expect(isCategoryFile('docs/a/category.yml')).toBe(false)
})

test.each([
  ['its front matter', '---\nlang: pt-BR\n---\nthe and of', 'pt'],
  ['its prose, not its code', 'Der Knoten wird gestartet.\n\n```\nthe and of to is it\n```', 'de'],
])('the language comes from %s', async (_, text, language) => {
  expect(await readPage({ path, text })).toMatchObject({ language })
})

test('without a site, a page has no URL', async () => {
  const page = await readPage({ path, text: 'a' })
  expect(page).not.toHaveProperty('url')
  expect(page.passages[0]).not.toHaveProperty('url')
})
