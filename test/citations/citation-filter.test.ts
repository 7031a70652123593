import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCitationFilter } from '../../lib/citations/citation-filter.ts'

const known = new Set([1, 2, 3])

function filtered(text: string, chunkLength = text.length || 1): string {
  const filter = createCitationFilter(known)
  let out = ''
  for (let at = 0; at < text.length; at += chunkLength)
    out += filter.push(text.slice(at, at + chunkLength))
  return out + filter.end()
}

const cases: [string, string, string][] = [
  ['a known marker stays', 'So it is [1].', 'So it is [1].'],
  ['an unknown marker goes', 'So it is [7].', 'So it is .'],
  ['of a list the known ones stay', 'So [1, 7, 2].', 'So [1][2].'],
  ['neighbours are told apart', 'So [1][9][3].', 'So [1][3].'],
  ['a link is no marker', 'See [1](https://x.example).', 'See [1](https://x.example).'],
  ['a link definition is no marker', '[1]: https://x.example', '[1]: https://x.example'],
  ['an index in a code span is left alone', 'Use `a[7]` [7].', 'Use `a[7]` .'],
  ['an index in a fence is left alone', '```\na[7]\n```\n[7][1]', '```\na[7]\n```\n[1]'],
  ['a marker right behind code is one', '`a`[1]', '`a`[1]'],
  ['a span that is never closed ends with its paragraph', 'a ` b\n\nc [7] [1]', 'a ` b\n\nc  [1]'],
  ['a span that is never closed ends with its line', 'a ` b\nc [7] [1]', 'a ` b\nc  [1]'],
  ['an index in a fence of tildes is left alone', '~~~\na[7]\n~~~\n[7][1]', '~~~\na[7]\n~~~\n[1]'],
  ['a fence may be closed by a longer one', '```\na[7]\n````\nb[7]', '```\na[7]\n````\nb'],
  ['what is struck out is no code', '~~a~~ [7]\n~~b [7]~~', '~~a~~ \n~~b ~~'],
  ['a marker before a colon is one', 'As in [7]: so, and [1]: so', 'As in : so, and [1]: so'],
  ['an escaped bracket is text', 'Take a\\[7].', 'Take a\\[7].'],
  ['text in brackets is text', 'So [sic] it is [ 2 ].', 'So [sic] it is [2].'],
  ['an open bracket at the end is text', 'So [1', 'So [1'],
  ['a number that is too long is text', 'So [12345].', 'So [12345].'],
]

test.each(cases)('%s', (_, text, expected) => {
  expect(filtered(text)).toBe(expected)
})

test.each(cases)('%s, wherever the stream splits it', (_, text, expected) => {
  for (let length = 1; length <= text.length; length += 1)
    expect(filtered(text, length)).toBe(expected)
})

test('what a stream shows does not depend on where it is split', () => {
  const piece = fc.constantFrom(
    '[',
    ']',
    '1',
    '7',
    ',',
    ' ',
    '`',
    '```',
    '~~~',
    ':',
    '\\',
    '\n',
    '(',
    'a',
    '[1]',
    '[9]',
  )
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }),
      fc.integer({ min: 1, max: 5 }),
      (pieces, length) => {
        const text = pieces.join('')
        expect(filtered(text, length)).toBe(filtered(text))
      },
    ),
    { numRuns: 500 },
  )
})
