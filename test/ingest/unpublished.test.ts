import { expect, test } from 'vitest'
import { readPage } from '../../lib/ingest/page/page.ts'

const now = Date.parse('2026-06-01T12:00:00Z')
const read = (text: string, path = 'docs/a.md') =>
  readPage({ path, text, contentPath: 'docs', now })

const yaml = (field: string) => `---\ntitle: A\n${field}\n---\nSecret words.`

test.each([
  'draft: true',
  'draft: "true"',
  "draft: 'True'",
  'draft: yes',
  'draft: on',
  'draft: 1',
  'draft: maybe',
  'Draft: true',
  'DRAFT: TRUE',
  'isDraft: true',
  'is_draft: true',
  'unlisted: true',
  'hidden: true',
  'private: true',
  'headless: true',
  'published: false',
  'published: "false"',
  'Published: no',
  'publish: false',
  'public: false',
  'status: draft',
  'status: Draft',
  'state: [wip]',
  'status: in review',
  'visibility: private',
  '_build:\n  render: never',
  'build:\n  render: false',
  'build:\n  list: never',
  'search:\n  exclude: true',
  'search: false',
  'search: exclude',
  'exclude_from_search: true',
  'excludeFromSearch: true',
  'noindex: true',
  'robots: noindex, nofollow',
  'robots: none',
  'robots:\n  index: false',
  'seo:\n  noindex: true',
  'sitemap:\n  disable: true',
  'pagefind: false',
  'params:\n  draft: true',
  'head:\n  - - meta\n    - name: robots\n      content: noindex',
  'defaults: &hidden\n  draft: true\n<<: *hidden',
  'publishDate: 2027-01-01',
  'date: 2026-12-24 08:00:00 +0100',
  'expiryDate: 2026-05-31',
])('a page with %j is not read, and its owner learns why', async (field) => {
  const page = await read(yaml(field))
  expect(page.passages).toEqual([])
  expect(page.unpublished).toEqual(expect.any(String))
  expect(page.warnings).toEqual([expect.stringContaining(page.unpublished ?? '')])
})

test.each([
  ['TOML', '+++\ntitle = "A"\ndraft = true\n+++\nSecret words.'],
  ['TOML with a table', '+++\n[build]\nrender = "never"\n+++\nSecret words.'],
  ['TOML under its name', '---toml\ndraft = true\n---\nSecret words.'],
  ['JSON', '{\n  "title": "A",\n  "draft": true\n}\n\nSecret words.'],
  ['JSON between semicolons', ';;;\n{"draft": true}\n;;;\nSecret words.'],
  ['YAML below empty lines', '\n\n---\ndraft: true\n---\nSecret words.'],
  ['YAML that ends with dots', '---\ndraft: true\n...\nSecret words.'],
  ['plain lines on top', 'Title: A\nDraft: true\n\nSecret words.'],
  ['a comment on top', '<!--\ntitle: A\ndraft: true\n-->\n\nSecret words.'],
  ['AsciiDoc attributes', ':page-draft: true\n\nSecret words.'],
  ['a robots tag', '<head>\n<meta name="robots" content="noindex">\n</head>\n\nSecret words.'],
])('a draft is known by %s', async (_, text) => {
  expect(await read(text)).toMatchObject({ passages: [], unpublished: expect.any(String) })
})

test.each(['docs/a.draft.md', 'docs/drafts/a.md', 'docs/x/a.wip.mdx'])(
  '%s is not published by its name',
  async (path) => expect((await read('Words.', path)).passages).toEqual([]),
)

test.each([
  'draft: false',
  'draft: "false"',
  'draft: no',
  'draft:',
  'draft: 0',
  'Draft: False',
  'hidden: false',
  'published: true',
  'published: 2024-01-01',
  'publishDate: 2024-01-01',
  'date: 2026-06-01',
  'expiryDate: 2027-01-01',
  'status: stable',
  'status: No longer maintained by the first team',
  'sidebar_position: 0',
  'index: 0',
  'search:\n  boost: 2',
  'layout:\n  description:\n    visible: false',
  'robots: index, follow',
  'build:\n  render: always',
  'description: This page says what a draft is, and how to keep a page private.',
])('a page with %j is published', async (field) => {
  const page = await read(yaml(field))
  expect(page).not.toHaveProperty('unpublished')
  expect(page.passages).toHaveLength(1)
  expect(page.warnings).toEqual([])
})

test('a page about drafts is published', async () => {
  const page = await read(
    '# Drafts\n\nSet `draft: true` in the front matter:\n\n```html\n<meta name="robots" content="noindex">\n```',
  )
  expect(page).not.toHaveProperty('unpublished')
})

test.each([
  ['publishDate: 2027-01-01', true],
  ['expiryDate: 2027-01-01', true],
  ['publishDate: 2024-01-01', false],
  ['draft: true', false],
])('%s may change by itself: %s', async (field, isDated) => {
  expect(await read(yaml(field))).toMatchObject({ isDated })
})

test.each([
  ['TOML', '+++\ntitle = "A\ndraft = true\n+++\nWords.', 'docs/a.md, line 2'],
  ['JSON', '{"title": "A",\n"draft": tru}\n\nWords.', 'docs/a.md, line 1'],
])('%s that does not parse is named with its line', async (format, text, place) => {
  await expect(read(text)).rejects.toThrow(`${place}: the front matter is not ${format}`)
})
