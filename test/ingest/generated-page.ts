import fc from 'fast-check'

/**
 * Markdown whose readable words are known because it is built from them. A word that must appear
 * once holds `t7e`, one of a table's header `r7e`, one of a heading `h7e`, one that must not appear
 * `x7e`; `numbered` gives each its own number.
 */
export type Block = string

const word = fc.constantFrom(
  'te',
  'te.',
  'robotte',
  'knotente',
  '節點te',
  'โหนดte',
  'عقدةte',
  '🤖te',
  '`te`',
  '**te**',
  'snake_te',
  'te: ',
  'te。',
)
const words = (max: number) =>
  fc.array(word, { minLength: 1, maxLength: max, size: 'max' }).map((each) => each.join(' '))
const line = fc.oneof({ weight: 6, arbitrary: words(12) }, { weight: 1, arbitrary: words(400) })
const unspaced = fc
  .array(fc.constantFrom('節點te', 'トピックte', '走。', 'โหนดte'), {
    minLength: 1,
    maxLength: 400,
    size: 'max',
  })
  .map((each) => each.join(''))

const paragraph = fc.oneof(
  fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.join('\n')),
  unspaced,
)

const codeLine = fc.constantFrom(
  'te',
  '# te is no heading',
  'import te from "te"',
  '<Tag te="te">',
  ':::te',
  '<!-- te -->',
  '  te {te}',
  '',
)
const code = fc
  .tuple(
    fc.constantFrom('```', '~~~', '````'),
    fc
      .array(codeLine, { minLength: 1, maxLength: 150, size: 'max' })
      .map((lines) => ['te', ...lines].join('\n')),
  )
  .map(([marker, lines]) => `${marker}python\n${lines}\n${marker}`)

const table = fc
  .array(words(6), { minLength: 1, maxLength: 60, size: 'max' })
  .map((rows) =>
    ['| re | re |', '| --- | --- |', ...rows.map((row) => `| ${row} | te |`)].join('\n'),
  )

const list = fc
  .array(fc.tuple(fc.constantFrom('', '  ', '    '), words(40)), {
    minLength: 1,
    maxLength: 25,
    size: 'max',
  })
  .map((items) => ['- te', ...items.map(([indent, text]) => `${indent}- ${text}`)].join('\n'))

const numberedList = fc
  .array(words(60), { minLength: 1, maxLength: 12, size: 'max' })
  .map((items) => items.map((text, index) => `${index + 1}. ${text}`).join('\n\n'))

const container = fc
  .tuple(fc.constantFrom(':::note te', ':::tip[te te]', '::: warning', ':::info te'), paragraph)
  .map(([opening, text]) => `${opening}\n\n${text}\n\n:::`)

const tabs = paragraph.map(
  (text) => `<Tabs groupId="xe">\n<TabItem value={'xe'}>\n\n${text}\n\n</TabItem>\n</Tabs>`,
)

const quote = fc
  .array(words(20), { minLength: 1, maxLength: 20, size: 'max' })
  .map((lines) => lines.map((each) => `> ${each}`).join('\n'))

const silent = fc.constantFrom(
  '<!-- xe\nxe -->',
  '{/* xe */}',
  "import { xe } from 'xe'",
  'export const xe = {\n  xe: 1,\n}',
  '***',
  '{{#include ../xe.rs}}',
  '<<< @/xe.ts',
  '[xe]: https://xe.example',
  '<img src="xe" />',
)

const subheading = fc.constantFrom('#### te', '##### `te` te', '###### te')

export const block: fc.Arbitrary<Block> = fc.oneof(
  { weight: 4, arbitrary: paragraph },
  { weight: 2, arbitrary: code },
  table,
  list,
  numberedList,
  container,
  tabs,
  quote,
  silent,
  subheading,
)

const heading = fc.constantFrom('## he', '### he', '## `he` *he*', '### he {#custom}', 'he\n---')

/** One section: a heading of its own and what stands under it. */
export const section: fc.Arbitrary<Block> = fc
  .tuple(heading, fc.array(block, { minLength: 1, maxLength: 6 }))
  .map(([title, blocks]) => [title, ...blocks].join('\n\n'))

const unclosed = fc.constantFrom('', '\n\n```js\nte\n# te\n\nte', '\n\n~~~\nte')

export const page: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '# he\n\n', 'he\n===\n\n'),
    fc.array(block, { maxLength: 3 }),
    fc.array(section, { maxLength: 5 }),
    unclosed,
  )
  .map(([title, top, sections, end]) => numbered(title + [...top, ...sections].join('\n\n') + end))

/** Gives every marked word its number: `te` becomes `t0e`, the next one `t1e`. */
export function numbered(markdown: string, from = 0): string {
  let next = from
  return markdown.replace(/(?<![A-Za-z])(?:robot|knoten|snake_)?[trhx]e(?![A-Za-z])/g, (marked) => {
    const number = `${marked.slice(0, -1)}${next}e`
    next += 1
    return number
  })
}

/** The marked words of one kind, in order, whatever white space a cut has left in them. */
export function marked(kind: 't' | 'r' | 'h' | 'x', text: string): string[] {
  return text.match(new RegExp(`${kind}\\d+e`, 'g')) ?? []
}
