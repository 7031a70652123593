import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { Lexer, type MarkedToken, type Token } from 'marked'
import { expect, test } from 'vitest'
import type { Inline } from '../../widget/src/inline.ts'
import { type Block, readBlocks } from '../../widget/src/read-blocks.ts'
import { readInline } from '../../widget/src/read-inline.ts'

const handbook = new URL('../../handbook/', import.meta.url)
const pages = readdirSync(handbook, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => ({ name, text: readFileSync(new URL(name, handbook), 'utf8') }))

/** A text as an outline in which both readers' trees can be compared. */
const ours = (markdown: string): string => readBlocks(markdown).map(outline).join('\n')

const outline = (block: Block): string => {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return `${block.kind}(${words(block.text)})`
    case 'code':
      return `code(${block.text})`
    case 'aside':
      return `aside<${block.name}>(${words(block.title)})(${block.blocks.map(outline).join('')})`
    case 'footnote':
      return `footnote<${block.name}>(${words(block.text)})`
    case 'rule':
      return 'rule()'
    case 'quote':
      return `quote(${block.blocks.map(outline).join('')})`
    case 'list':
      return `list${block.start ?? ''}(${block.items.map((item) => `item(${item.map(outline).join('')})`).join('')})`
    case 'table':
      return `table(${block.rows.map((row) => row.map(words).join('|')).join('/')})`
  }
}

const words = (text: string): string => readInline(text).map(inline).join('')

const inline = (part: Inline): string => {
  if (typeof part === 'string') return part
  if (part.kind === 'code') return `code(${part.text})`
  if (part.kind === 'mark') return `[${part.n}]`
  if (part.kind === 'break') return 'br()'
  const inside = part.inside.map(inline).join('')
  return 'url' in part ? `${part.kind}<${part.url}>(${inside})` : `${part.kind}(${inside})`
}

const theirs = (markdown: string): string =>
  new Lexer({ gfm: true })
    .lex(markdown)
    .map((token) => markedOutline(token as MarkedToken))
    .filter(Boolean)
    .join('\n')

const markedOutline = (token: MarkedToken): string => {
  switch (token.type) {
    case 'space':
      return ''
    case 'paragraph':
    case 'heading':
    case 'em':
    case 'strong':
    case 'del':
      return `${token.type}(${inside(token.tokens)})`
    case 'hr':
      return 'rule()'
    // HTML is words to the widget; a block of it is a paragraph of its own.
    case 'html':
      return token.block ? `paragraph(${token.text.trim()})` : token.text
    case 'br':
      return 'br()'
    case 'code':
    case 'codespan':
      return `code(${token.text})`
    case 'blockquote':
      return `quote(${inside(token.tokens)})`
    case 'list':
      return `list${token.start}(${token.items.map(({ tokens }) => `item(${tokens.map(asBlock).join('')})`).join('')})`
    case 'table':
      return `table(${[token.header, ...token.rows].map((row) => row.map(({ tokens }) => inside(tokens)).join('|')).join('/')})`
    case 'link':
      return `link<${token.href}>(${inside(token.tokens)})`
    case 'image':
      return `image<${token.href}>(${token.text})`
    default:
      return 'tokens' in token ? inside(token.tokens) : 'text' in token ? token.text : ''
  }
}

const inside = (tokens: Token[] = []): string =>
  tokens.map((token) => markedOutline(token as MarkedToken)).join('')

/** A tight item's words are a paragraph like a loose item's. */
const asBlock = (token: Token): string =>
  token.type === 'text' ? `paragraph(${inside([token])})` : inside([token])

test.each(pages)('$name reads as marked reads it', ({ text }) => {
  const page = text.replace(/^---\n[\s\S]*?\n---\n/, '')
  expect(ours(page)).toBe(theirs(page))
})

test.each([
  'plain *em* and **strong** and ***both*** and ~~gone~~',
  '**a *b* c** d*e*f _g_ snake_case_word _h_i',
  'a * b * c ** d ** e',
  '**open and *closed*',
  '*a **b** c*',
  '`code` and ``a ` b`` and `open',
  'a \\* b \\_ c \\[1] \\\\',
  'one  \ntwo\\\nthree\nfour',
  '[a](https://a.example "title") [b](<c d>) [c](x(y)z) [not a link] [open',
  '![alt](https://a.example/x.png)',
  '**[a](https://a.example)** and [**b** `c`](d)',
  'see https://a.example/b?c=d, or (https://a.example/e).',
  '<https://a.example>',
  '# One\n## Two ##\nThree\n===\nFour\n---\ntext',
  '---\n***\n- - -',
  '```ts\nconst a = 1\n\n# no heading\n```\nafter',
  '~~~\n```\n~~~',
  '```\nnever closed\n**x**',
  '    indented\n    code\n\ntext',
  '> a\n> b\nlazy\n\nc',
  '> - a\n> - b\n>\n> > deep',
  '- a\n- b\n  - c\n  - d\n    - e\n- f',
  '1. a\n   - b\n2. c\n\n   second paragraph\n3. d',
  '7. seven\n8. eight',
  '- a\n\n- b\n\n\ntext',
  '- a\n  ```\n  code\n  ```\n- b',
  'text\n- item\n\ntext\n1. item',
  'text\n2. no item',
  '* a\n\n  > q\n\n* b',
  '| a | b |\n|---|:-:|\n| 1 | `2` |\n| 3 |\n\nafter',
  'a | b\n--|--\n1 \\| 2 | 3',
  'a | b\nno table',
])('%j reads as marked reads it', (markdown) => {
  expect(ours(markdown)).toBe(theirs(markdown))
})

test.each([
  ['<b>x</b> <script>y</script>', 'paragraph(<b>x</b> <script>y</script>)'],
  ['<div>\n\n*x*\n\n</div>', 'paragraph(<div>)\nparagraph(em(x))\nparagraph(</div>)'],
  ['[1]: https://evil.example\n\n[1]', 'paragraph([1]: https://evil.example)\nparagraph([1])'],
  ['&lt;b&gt; &amp;amp; &#65; &unknown;', 'paragraph(<b> &amp; A &unknown;)'],
  ['`&lt;`', 'paragraph(code(&lt;))'],
])('%j is words, where HTML would be more', (markdown, outlined) => {
  expect(
    ours(markdown).replaceAll(
      'link<https://evil.example>(https://evil.example)',
      'https://evil.example',
    ),
  ).toBe(outlined)
})

test('a cell behind the last column of a table is shown as well', () => {
  const [table] = readBlocks('| a | b |\n|---|---|\n| 1 | 2 | [1] |\n| 3 |')
  expect(table).toMatchObject({
    rows: [
      ['a', 'b'],
      ['1', '2', '[1]'],
      ['3', ''],
    ],
  })
})

test('no letter is lost, whatever the signs around it', () => {
  const sign = fc.constantFrom(
    ...'*_~[]#>-+|:.1 \n'.split(''),
    '\n\n',
    '\n  ',
    '\n    ',
    'a',
    'b',
    'c',
  )
  const letters = (text: string) => text.replace(/[^abc]/g, '')
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 80 }), (signs) => {
      const text = signs.join('')
      // What stands behind the mark of a fence or a box names its language or kind, and is no text.
      fc.pre(!/(?:~{3}|:{3}).*[abc]/.test(text))
      expect(letters(plain(readBlocks(text)))).toBe(letters(text))
    }),
    { numRuns: 2000 },
  )
})

const plain = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(plain).join('')
  if (typeof value !== 'object' || value === null) return ''
  const { text, blocks, items, rows, inside } = value as Record<string, unknown>
  const said = typeof text === 'string' && 'kind' in value && value.kind !== 'code'
  return said
    ? plain(readInline(text))
    : plain([text ?? '', blocks ?? [], items ?? [], rows ?? [], inside ?? []])
}

test.each([
  '*a ',
  '**a* ',
  '[',
  '![',
  '](',
  '[a](',
  '`',
  '> ',
  '- ',
  '\n- a\n\n',
  '_a_',
  '<',
  '&',
  'http://',
  ' ',
  '\n',
  '|',
  '#',
  '~~',
])('sixty thousand characters of %j are read without end of time or stack', (unit) => {
  const text = unit.repeat(Math.ceil(60_000 / unit.length))
  expect(plain(readBlocks(text)).length).toBeLessThanOrEqual(text.length)
})

test.each([
  [
    ':::tip Before you start\nWear gloves.\n:::\n\nThen go.',
    'aside<tip>(Before you start)(paragraph(Wear gloves.))\nparagraph(Then go.)',
  ],
  ['::: warning\nNo sand.\n:::', 'aside<warning>(Warning)(paragraph(No sand.))'],
  [':::note[Mind]\n- a\n:::', 'aside<note>(Mind)(list(item(paragraph(a))))'],
  ['::::info\n:::tip\nIn.\n:::\n::::', 'aside<info>(Info)(aside<tip>(Tip)(paragraph(In.)))'],
  [':::tip\nIt still grows', 'aside<tip>(Tip)(paragraph(It still grows))'],
  [
    '!!! note "Mind"\n    No sand.\n\n    At all.\nThen.',
    'aside<note>(Mind)(paragraph(No sand.)paragraph(At all.))\nparagraph(Then.)',
  ],
  ['> [!WARNING]\n> No sand.', 'aside<warning>(Warning)(paragraph(No sand.))'],
  ['Sand[^1].\n\n[^1]: It scratches.', 'paragraph(Sandsup(1).)\nfootnote<1>(It scratches.)'],
  ['Press <kbd>Ctrl</kbd>+<kbd>C</kbd>.', 'paragraph(Press kbd(Ctrl)+kbd(C).)'],
  ['H<sub>2</sub>O<br>and', 'paragraph(Hsub(2)Obr()and)'],
  ['<kbd onclick="x">a</kbd>', 'paragraph(<kbd onclick="x">a</kbd>)'],
  [
    '[http://x.example/a](http://x.example/a).',
    'paragraph(link<http://x.example/a>(link<http://x.example/a>(http://x.example/a)).)',
  ],
  ['see http://[::1]:8787/x.', 'paragraph(see link<http://[::1]:8787/x>(http://[::1]:8787/x).)'],
])('what site generators write is read as what it is: %j', (markdown, expected) => {
  expect(ours(markdown)).toBe(expected)
})

test('a fence says the language of its code', () => {
  const language = (info: string) => {
    const [block] = readBlocks(`\`\`\`${info}\nx\n\`\`\``)
    return block?.kind === 'code' ? block.language : undefined
  }
  expect(
    ['', 'ts', 'js title="a.js"', '{.python}', '{code-cell} ipython3', 'c++'].map(language),
  ).toEqual(['', 'ts', 'js', 'python', 'code-cell', 'c++'])
})
