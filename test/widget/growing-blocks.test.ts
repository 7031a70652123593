import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Block, createBlockReader, readBlocks } from '../../widget/src/read-blocks.ts'

const handbook = new URL('../../handbook/', import.meta.url)
const pages = readdirSync(handbook, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => readFileSync(new URL(name, handbook), 'utf8'))

/** Lets a text grow piece by piece, and holds what stands then against the blocks of the whole. */
function grow(pieces: string[]) {
  const read = createBlockReader()
  let text = ''
  let shown: Block[] = []
  let made = 0
  for (const piece of pieces) {
    text += piece
    const grown = read(text)
    if (grown) shown = [...shown.slice(0, grown.kept), ...grown.blocks]
    made += grown?.blocks.length ?? 0
    expect(shown).toEqual(readBlocks(text))
  }
  return { shown, made }
}

// What begins, goes on with and ends blocks of each kind.
const line = fc.constantFrom(
  ...[
    '',
    ' ',
    'words',
    'more words',
    '# title',
    '#',
    '---',
    '===',
    '***',
    '> quoted',
    '>',
    '> - a',
  ],
  ...[
    '- item',
    '-',
    '1. first',
    '2) second',
    '  inside',
    '    far inside',
    '| a | b |',
    '|---|---|',
  ],
  ...[
    '```sh',
    '```',
    '~~~',
    ':::note',
    ':::',
    '!!! tip "x"',
    '> [!note]',
    '[^1]: a note',
    '\tcode',
  ],
)
const lineEnd = fc.constantFrom('\n', '\n', '\n\n', '\r\n', '\r')
const text = fc
  .array(fc.tuple(line, lineEnd), { maxLength: 14 })
  .map((lines) => lines.map((each) => each.join('')).join(''))

test('a text that grows sign by sign has the blocks of the whole at each of them', () => {
  fc.assert(
    fc.property(text, (markdown) => {
      grow([...markdown])
    }),
    { numRuns: 2000 },
  )
})

test('and so has every page of the handbook that grows by as much as is heard at once', () => {
  for (const page of pages) grow(page.match(/[\s\S]{1,97}/g) ?? [])
})

test('what has ended is not read again', () => {
  const paragraphs = Array.from({ length: 200 }, (_, at) => `paragraph ${at}\n\n`)
  const { shown, made } = grow(paragraphs)
  expect(shown).toHaveLength(200)
  expect(made).toBeLessThan(3 * 200)
})

test('a text that begins anew is read from its beginning', () => {
  const read = createBlockReader()
  read('one\n\ntwo\n\nthree\n\nfour\n\n')
  expect(read('')).toEqual({ kept: 0, blocks: [] })
  expect(read('ten\n\ntwo\n\n')).toEqual({ kept: 0, blocks: readBlocks('ten\n\ntwo\n\n') })
})
