import { expect, test } from 'vitest'
import { embeddedText, splitMarkdown, splitPage } from '../../lib/ingest/split/split-markdown.ts'

const texts = (markdown: string) => splitMarkdown(markdown).map(({ text }) => text)
const lines = (...all: string[]) => all.join('\n')
const sentence = (number: number) =>
  `Sentence ${number} says something about robots in a few words. `
const sentences = (count: number) =>
  Array.from({ length: count }, (_, i) => sentence(i))
    .join('')
    .trim()

test('an H2 or H3 begins a passage and names it', () => {
  const page = lines('# Title', 'top', '## First', 'one', '### Deeper', 'two', '## Second', 'three')
  expect(splitMarkdown(page)).toEqual([
    { text: 'top', section: '', headingPath: ['Title'], chunkIndex: 0 },
    {
      text: 'one',
      section: 'First',
      headingPath: ['Title', 'First'],
      anchor: 'first',
      chunkIndex: 1,
    },
    {
      text: 'two',
      section: 'Deeper',
      headingPath: ['Title', 'First', 'Deeper'],
      anchor: 'deeper',
      chunkIndex: 2,
    },
    {
      text: 'three',
      section: 'Second',
      headingPath: ['Title', 'Second'],
      anchor: 'second',
      chunkIndex: 3,
    },
  ])
})

test('an H4 stays a line of the text, and passages that begin below it link to it', () => {
  const [first, second] = splitMarkdown(
    lines('## A', '#### B', '', sentences(18), '', sentences(18)),
  )
  expect(first?.text).toMatch(/^#### B\n\nSentence 0/)
  expect(first).toMatchObject({ section: 'A', headingPath: ['A'], anchor: 'b' })
  expect(second).toMatchObject({ section: 'A', headingPath: ['A', 'B'], anchor: 'b' })
})

test('an H1 below the first heading is a section', () => {
  const passages = splitMarkdown(lines('# One', 'a', '# Two', 'b', '## Three', 'c'))
  expect(passages.map(({ section, headingPath }) => [section, headingPath])).toEqual([
    ['', ['One']],
    ['Two', ['Two']],
    ['Three', ['Two', 'Three']],
  ])
})

test.each([
  ['a page without headings', 'one\n\ntwo', [['', 'one\n\ntwo']]],
  ['a page that is empty', '', []],
  ['a page of headings only', '# A\n\n## B\n', []],
  [
    'a heading twice',
    '## A\n\none\n\n## A\n\ntwo',
    [
      ['A', 'one'],
      ['A', 'two'],
    ],
  ],
  ['an underlined heading', 'A\n---\n\none', [['A', 'one']]],
  [
    'a heading with no blank line around it',
    'one\n## A\ntwo',
    [
      ['', 'one'],
      ['A', 'two'],
    ],
  ],
  ['a heading of code, emphasis and a link', '## `a` *b* [c](d)\n\none', [['a b c', 'one']]],
  ['a heading with a closing run', '## A ##\n\none', [['A', 'one']]],
  ['a heading that looks like a list', '## 1. A\n\none', [['1. A', 'one']]],
  ['a heading with a tag', '## A <Badge text="new" />\n\none', [['A', 'one']]],
  ['a heading in a quote', '> ## A\n>\n> one', [['', '> ## A\n>\n> one']]],
])('%s', (_, page, expected) => {
  expect(splitMarkdown(page).map(({ section, text }) => [section, text])).toEqual(expected)
})

test.each([
  ['a heading in a fence', '```sh\n# not a heading\n```'],
  ['a heading in a tilde fence', '~~~\n## no\n```\n~~~'],
  ['a fence that nobody closes', '```js\nconst a = 1\n## b'],
  ['a fence in a list', '- item\n\n  ```js\n  # a\n  ```'],
  ['an import in a fence', "```js\nimport a from 'a'\n\n<Tag>\n:::note\n```"],
  ['a sentence that begins with import', 'import duties rise.'],
  ['a sentence that begins with export', 'export your data to CSV.'],
  ['tags in code spans', 'A `Vec<T>` of `<Foo />` and `{/* */}`.'],
  ['less-than signs', 'if a < b and c <3 or d <> e'],
  ['an autolink', 'See <https://hono.dev> or <me@example.org>.'],
  ['an escaped tag', 'A \\<T> b'],
  ['a link by reference', 'See [the book][1].'],
  ['a footnote', 'See[^1].\n\n[^1]: It is a note.'],
  ['an indented block', 'a\n\n    # code\n    more'],
])('%s is text', (_, page) => {
  expect(texts(page)).toEqual([page])
})

test.each([
  ['an import', "import Tabs from '@theme/Tabs'\nimport {\n  A,\n} from 'a'\n\none", 'one'],
  ['an export', 'export const a = {\n\n  b: 1,\n}\n\none', 'one'],
  ['an HTML comment', 'one\n<!-- a\n\nb -->\ntwo <!-- c --> three', 'one\n\ntwo  three'],
  ['an MDX comment', 'one {/* a */} two\n\n{/* b\n\nc */}\n\nthree', 'one  two\n\nthree'],
  ['a tag', '<Tabs>\n<TabItem value="a">\n\none\n\n</TabItem>\n</Tabs>', 'one'],
  ['a tag over several lines', '<Tabs\n  values={[\n    {a: 1},\n  ]}>\n\none\n\n</Tabs>', 'one'],
  ['a tag within a line', 'Press <kbd>Ctrl</kbd><br/>now', 'Press Ctrl now'],
  ['a tag around a line', '<p align="center">one</p>', 'one'],
  ['a link definition', 'one [a]\n\n[a]: https://example.org "A"', 'one [a]'],
  ['an mdBook include', 'one\n\n```rust\n{{#rustdoc_include a.rs:here}}\n```\n\ntwo', 'one\n\ntwo'],
  ['a VitePress include', 'one\n\n<<< @/snippets/a.ts{1,2}\n\ntwo', 'one\n\ntwo'],
  ['a rule', 'one\n\n---\n\ntwo', 'one\n\ntwo'],
  ['a style element', '<style>\n.a { b: c }\n</style>\n\none', 'one'],
  [
    'an image, but for its alternative text',
    'See ![the map](a.png) and ![](b.png)',
    'See the map and',
  ],
  ['an image in a link', '[![Build](a.svg)](https://ci.example)', '[Build](https://ci.example)'],
  ['a badge in a heading', '#### <Badge text="new" /> A\n\none', '#### A\n\none'],
  ['an explicit heading id', '#### A {#b}\n\none', '#### A\n\none'],
])('%s is not text', (_, page, expected) => {
  expect(texts(page)).toEqual([expected])
})

test.each([
  [':::note\n\none\n\n:::', 'one'],
  [':::note Mind this\none\n:::', 'Mind this\n\none'],
  [':::tip[Mind `this`]\none\n:::', 'Mind `this`\n\none'],
  ['::: warning\none\n:::', 'one'],
  ['::: code-group\n\n```sh [npm]\nnpm i\n```\n\n:::', '```sh [npm]\nnpm i\n```'],
  ['::::note A\n\n:::tip B\n\none\n\n:::\n\n::::', 'A\n\nB\n\none'],
])('a container gives its title and its text: %j', (page, expected) => {
  expect(texts(page)).toEqual([expected])
})

test('text indented for the sake of its tags is no code', () => {
  const page = lines(
    '<Tabs>',
    '  <TabItem value="apt" label="Ubuntu">',
    '    Install it:',
    '',
    '    ```bash',
    '    apt install ros',
    '    ```',
    '  </TabItem>',
    '</Tabs>',
  )
  expect(texts(page)).toEqual(['Ubuntu\n\nInstall it:\n\n```bash\napt install ros\n```'])
})

test('headings inside components begin sections', () => {
  const page = lines('<Tabs>', '<TabItem value="a">', '## A', 'one', '</TabItem>', '</Tabs>')
  expect(splitMarkdown(page)).toMatchObject([{ section: 'A', text: 'one' }])
})

test('a block that would make a short passage too long stands alone', () => {
  const code = (chars: number) => `\`\`\`\n${'x'.repeat(chars - 8)}\n\`\`\``
  expect(texts(`short\n\n${code(1_995)}`)).toEqual(['short', code(1_995)])
  expect(texts(`short\n\n${code(1_900)}`)).toEqual([`short\n\n${code(1_900)}`])
})

test('a sentence that ends with a colon stays with what it announces', () => {
  const [, second] = texts(
    `${sentences(21)}\n\nRun this:\n\n\`\`\`\nros2 run turtlesim turtlesim_node\n\`\`\`\n\n${sentences(15)}`,
  )
  expect(second).toMatch(/^Run this:\n\n```\nros2 run/)
})

test('a heading is never the last line of a passage, not even in a quote', () => {
  const [first, second] = texts(
    `${sentences(21)}\n\n> ### A\n>\n> ${sentences(30)}\n> ${sentences(20)}`,
  )
  expect(first).toMatch(/words\.$/)
  expect(second).toMatch(/^> ### A\n+> Sentence/)
})

test('a code block too long for a passage is fenced in every piece', () => {
  const code = Array.from({ length: 120 }, (_, i) => `  const value${i} = compute(${i})`)
  const pieces = texts(lines('```ts title="a.ts"', ...code, '```'))
  expect(pieces.length).toBeGreaterThan(2)
  for (const piece of pieces) expect(piece).toMatch(/^```ts title="a\.ts"\n {2}const .*\n```$/s)
  expect(pieces.flatMap((piece) => piece.split('\n').slice(1, -1))).toEqual(code)
})

test('a fence in a list item is cut within its indentation', () => {
  const code = Array.from({ length: 120 }, (_, i) => `  value ${i} of a long listing`)
  const pieces = texts(lines('- ```txt', ...code, '  ```'))
  expect(pieces[0]).toMatch(/^- ```txt\n.*\n {2}```$/s)
  expect(pieces[1]).toMatch(/^ {2}```txt\n.*\n {2}```$/s)
})

test('a table too long for a passage repeats its header', () => {
  const rows = Array.from(
    { length: 80 },
    (_, i) => `| parameter_${i} | what it does, in some words |`,
  )
  const pieces = texts(lines('| Name | Meaning |', '|------|:--------|', ...rows))
  expect(pieces.length).toBeGreaterThan(1)
  for (const piece of pieces) expect(piece).toMatch(/^\| Name \| Meaning \|\n\|---\|:---\|\n\| par/)
  expect(pieces.flatMap((piece) => piece.split('\n').slice(2))).toEqual(rows)
})

test('a list is cut between items, an item only when it is too long itself', () => {
  const items = Array.from({ length: 40 }, (_, i) => `- item ${i} ${'word '.repeat(10).trim()}`)
  const pieces = texts(items.join('\n'))
  expect(pieces.length).toBeGreaterThan(1)
  expect(pieces.flatMap((piece) => piece.split('\n'))).toEqual(items)
  const [first, ...rest] = texts(`- ${sentences(60)}`)
  expect(first).toMatch(/^- Sentence 0.*words\.$/s)
  for (const piece of rest) expect(piece).toMatch(/^Sentence \d+ .*words\.$/s)
})

test('a quote too long for a passage is a quote in every piece', () => {
  const pieces = texts(`> ${sentences(60)}`)
  expect(pieces.length).toBeGreaterThan(1)
  for (const piece of pieces) expect(piece).toMatch(/^> Sentence/)
})

test.each([
  ['sentences', sentences(100), /words\.$/],
  ['Chinese sentences', '机器人向前走。'.repeat(700), /。$/],
  ['Thai words', 'หุ่นยนต์เดินไปข้างหน้า'.repeat(200), /./],
  ['words without sentences', 'word '.repeat(1_000).trim(), /word$/],
  ['graphemes without words', '👩‍👩‍👧'.repeat(800), /^(?:👩‍👩‍👧)+$/],
  ['one long word', 'x'.repeat(5_000), /^x+$/],
])('a paragraph too long for a passage is cut at %s', (_, paragraph, end) => {
  const pieces = texts(paragraph)
  expect(pieces.length).toBeGreaterThan(1)
  for (const piece of pieces) {
    expect(piece.length).toBeLessThanOrEqual(2_000)
    expect(piece).toMatch(end)
  }
  expect(pieces.join('').replace(/\s/g, '')).toBe(paragraph.replace(/\s/g, ''))
})

test('a page tells its first H1 as its title', () => {
  expect(splitPage('intro\n\n# The `ros2` *tool*\n').title).toBe('The ros2 tool')
  expect(splitPage('## Only this').title).toBeUndefined()
})

test('what is embedded stands under part, title and headings, each once', () => {
  const [passage] = splitMarkdown('# Nodes\n\n## Names\n\ntext')
  if (passage === undefined) throw new Error('no passage')
  expect(embeddedText({ part: 'ROS 2', title: 'Nodes' }, passage)).toBe(
    'ROS 2 › Nodes › Names\n\ntext',
  )
})
