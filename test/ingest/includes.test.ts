import { expect, test } from 'vitest'
import { expandIncludes, mayInclude } from '../../lib/ingest/include/expand-includes.ts'
import { resolvePath } from '../../lib/ingest/include/resolve-path.ts'
import { isSameVersion, withIncluded } from '../../lib/ingest/include/version-of-includes.ts'
import { PageError } from '../../lib/ingest/page/page-error.ts'

const rust = 'fn a() {}\n// ANCHOR: main\nfn main() {}\n// ANCHOR_END: main\nfn b() {}\n'

const files: Record<string, string> = {
  'docs/_part.mdx': '---\ntitle: Part\n---\nWords of the part.\n',
  'docs/parts/list.md': '- one\n- two\n',
  'snippets/note.mdx': 'A note.\n',
  'listings/main.rs': rust,
  'docs/circle.md': 'Round.\n\n<!--@include: ./circle.md-->\n',
  'docs/deep.md': 'Deep.\n\n{{#include ./_part.mdx}}\n',
  'docs/marked.md': 'a\n<!-- #region x -->\nb\n<!-- #endregion x -->\nc\n',
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, n) => [
      `docs/level-${n}.md`,
      `L${n}.\n\n{{#include level-${n + 1}.md}}\n`,
    ]),
  ),
}

const source = {
  resolve: (target: string, from: string) => resolvePath(target, from, (path) => path in files),
  async read(path: string) {
    if (path === 'docs/picture.png') throw new PageError(path, 1, 'this is not text')
    return files[path] ?? ''
  },
}

const expand = (text: string, path = 'docs/a.mdx') => expandIncludes(text, path, source)
const squeezed = (text: string) => text.replace(/\n{3,}/g, '\n\n').trim()

test.each([
  [
    'MDX',
    'import Part from \'./_part.mdx\'\n\n<Part name="x" />',
    "import Part from './_part.mdx'\n\nWords of the part.",
  ],
  [
    '@site',
    "import Part from '@site/docs/_part.mdx'\n\n<Part></Part>",
    "import Part from '@site/docs/_part.mdx'\n\nWords of the part.",
  ],
  [
    'Mintlify',
    "import Note from '/snippets/note.mdx'\n\n<Note />",
    "import Note from '/snippets/note.mdx'\n\nA note.",
  ],
  ['Mintlify by file', '<Snippet file="note.mdx" />', 'A note.'],
  ['VitePress', '<!--@include: ./parts/list.md{2,2}-->', '- two'],
  ['a region', '<!-- @include: ./marked.md#x -->', 'b'],
  ['VitePress code', '<<< @/listings/main.rs#main', '```rs\nfn main() {}\n```'],
  ['mdBook', '{{#include ./parts/list.md:1:1}}', '- one'],
  [
    'mdBook in code',
    '```rust\n{{#rustdoc_include ../listings/main.rs:main}}\n```',
    '```rust\nfn main() {}\n```',
  ],
  [
    'mdBook playground',
    '{{#playground ../listings/main.rs editable}}',
    '```rust\nfn a() {}\nfn main() {}\nfn b() {}\n```',
  ],
  ['snippets', '--8<-- "parts/list.md"', '- one\n- two'],
  ['MyST', '```{include} parts/list.md\n:start-line: 0\n```\n\nAfter.', '- one\n- two\n\nAfter.'],
  ['Markdoc', '{% partial file="note.mdx" /%}', 'A note.'],
  ['Hugo', '{{< readfile "parts/list.md" >}}', '- one\n- two'],
  ['a file in a file', '{{#include deep.md}}', 'Deep.\n\nWords of the part.'],
  ['in a list', '- item\n\n  {{#include ./parts/list.md:1:1}}', '- item\n\n  - one'],
])('%s: the text stands where it is included', async (_, text, expected) => {
  const page = await expand(text)
  expect(squeezed(page.text)).toBe(expected)
  expect(page.warnings).toEqual([])
  expect(mayInclude(text)).toBe(true)
})

test('reStructuredText and AsciiDoc include lines and tags', async () => {
  expect(squeezed((await expand('.. include:: parts/list.md', 'docs/a.rst')).text)).toBe(
    '- one\n- two',
  )
  expect(squeezed((await expand('include::parts/list.md[lines=2..2]', 'docs/a.adoc')).text)).toBe(
    '- two',
  )
})

test.each([
  [
    'a file that is not there',
    '{{#include gone.md}}',
    'Line 1 includes gone.md, which is not in the repository',
  ],
  [
    'a file outside of the repository',
    '{{#include ../../../etc/passwd}}',
    'Line 1 includes ../../../etc/passwd, which is not in the repository',
  ],
  [
    'a circle',
    '{{#include circle.md}}',
    'docs/circle.md, line 3 includes ./circle.md, which includes it in turn: it is left out here',
  ],
  [
    'a part that is not there',
    '{{#include ../listings/main.rs:none}}',
    'Line 1 includes ../listings/main.rs, which has no part of that name',
  ],
  [
    'a chain that is too deep',
    '{{#include level-0.md}}',
    'docs/level-7.md, line 3 includes level-8.md, more than 8 files deep: it is left out',
  ],
])('%s is a warning, and the rest of the page is read', async (_, text, warning) => {
  const page = await expand(`${text}\n\nAfter.`)
  expect(page.warnings).toEqual([warning])
  expect(page.text).toMatch(/After\.$/)
})

test('a page that includes thousands of files reads twenty', async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`docs/m${n}.md`, 'x']))
  Object.assign(files, many)
  const page = await expand(
    Object.keys(many)
      .map((path) => `{{#include ${path.slice(5)}}}`)
      .join('\n\n'),
  )
  expect(page.included).toHaveLength(20)
  expect(page.warnings).toHaveLength(10)
})

test('an include in a code block that writes about includes stays', async () => {
  const text = '```md\n<!--@include: ./_part.mdx-->\n```'
  expect((await expand(text)).text).toBe(text)
})

test('a page without includes is known at once', () => {
  expect(mayInclude('# A\n\nimport duties, {{ message }}, 8 < 9, and include us.')).toBe(false)
})

test('a version holds the files that a page includes, whatever their names', () => {
  const version = withIncluded('v', [{ path: 'a|b=c.md', sha: '1' }])
  const sha = (of: string) => () => of
  expect(isSameVersion(version, 'v', sha('1'))).toBe(true)
  expect(isSameVersion(version, 'v', sha('2'))).toBe(false)
  expect(isSameVersion(version, 'v', () => undefined)).toBe(false)
  expect(isSameVersion(version, 'w', sha('1'))).toBe(false)
  expect(isSameVersion('v', 'v', () => undefined)).toBe(true)
})
