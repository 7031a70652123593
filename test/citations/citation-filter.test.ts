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
  ['an unknown marker goes', 'So it is [7].', 'So it is.'],
  ['of a list the known ones stay', 'So [1, 7, 2].', 'So [1][2].'],
  ['neighbours are told apart', 'So [1][9][3].', 'So [1][3].'],
  ['a link is no marker', 'See [1](https://x.example).', 'See [1](https://x.example).'],
  ['a link definition is no marker', '[1]: https://x.example', '[1]: https://x.example'],
  ['an index in a code span is left alone', 'Use `a[7]` [7].', 'Use `a[7]`.'],
  ['an index in a fence is left alone', '```\na[7]\n```\n[7][1]', '```\na[7]\n```\n[1]'],
  ['a marker right behind code is one', '`a`[1]', '`a`[1]'],
  ['a span that is never closed ends with its paragraph', 'a ` b\n\nc [7] [1]', 'a ` b\n\nc [1]'],
  ['a span that is never closed ends with its line', 'a ` b\nc [7] [1]', 'a ` b\nc [1]'],
  ['an index in a fence of tildes is left alone', '~~~\na[7]\n~~~\n[7][1]', '~~~\na[7]\n~~~\n[1]'],
  ['a fence may be closed by a longer one', '```\na[7]\n````\nb[7]', '```\na[7]\n````\nb'],
  ['what is struck out is no code', '~~a~~ [7]\n~~b [7]~~', '~~a~~\n~~b ~~'],
  ['a marker before a colon is one', 'As in [7]: so, and [1]: so', 'As in: so, and [1]: so'],
  ['an escaped bracket is text', 'Take a\\[7].', 'Take a\\[7].'],
  ['text in brackets is text', 'So [sic] it is [ 2 ].', 'So [sic] it is [2].'],
  ['an open bracket at the end is text', 'So [1', 'So [1'],
  ['a number that is too long is text', 'So [12345].', 'So [12345].'],
  ['lenticular brackets cite', 'So it is 【1】.', 'So it is [1].'],
  ['lenticular brackets with a dagger cite', 'So 【1†source】 and 【2†L3-L9】.', 'So [1][2].'],
  ['full-width brackets cite', 'So ［1］.', 'So [1].'],
  ['full-width digits cite', 'So [１、２].', 'So [1][2].'],
  ['Arabic digits cite', 'So [١] and [۲].', 'So [1][2].'],
  ['a range is all of its numbers', 'So [1-3].', 'So [1][2][3].'],
  ['a range with a dash, its unknown ends left out', 'So [2–9].', 'So [2][3].'],
  ['a range the wrong way is its ends', 'So [3-1].', 'So [3][1].'],
  ['a semicolon separates', 'So [1; 2].', 'So [1][2].'],
  ['words separate', 'So [1 and 2], so [2 und 3].', 'So [1][2], so [2][3].'],
  ['a footnote cites', 'So [^1].', 'So [1].'],
  ['a named passage cites', 'So [Passage 1].', 'So [1].'],
  ['named passages cite', 'So [passage 1, passage 2].', 'So [1][2].'],
  ['an attribute cites', 'So [n="1"] or [n=2].', 'So [1] or [2].'],
  ['a raised number cites', 'So<sup>1</sup>, so<sup>2,3</sup>.', 'So[1], so[2][3].'],
  ['other raised text stays', 'E = mc<sup>2x</sup>', 'E = mc<sup>2x</sup>'],
  ['a link to an anchor of its own cites', 'So [1](#source-1).', 'So [1].'],
  ['a link to nowhere cites', 'So [1](#).', 'So [1].'],
  ['markers that are joined stand together', 'So [1], [2] und [3].', 'So [1][2][3].'],
  ['an unknown one of them goes with its comma', 'So [1], [9].', 'So [1].'],
  ['an unknown one before them goes with its word', 'So [9] and [1].', 'So [1].'],
  ['what joins other text stays', 'So [1], and [sic] [2] and so', 'So [1], and [sic] [2] and so'],
  ['a source in parentheses cites', 'So (Quelle 1).', 'So [1].'],
  ['sources in parentheses cite', 'So (Sources 1, 2).', 'So [1][2].'],
  ['a number in parentheses is a number', 'Take one (1) of (n=3).', 'Take one (1) of (n=3).'],
  ['a source in Chinese cites', '所以 [来源1]。', '所以 [1]。'],
  ['a label with a colon cites', 'So [citation:1], so [cite: 2].', 'So [1], so [2].'],
  ['labels with a list cite', 'So [citation:1, 2].', 'So [1][2].'],
  ['a caret on both sides cites', 'So [^1^], [^2^].', 'So [1][2].'],
  ['a document cites', 'So [doc 1] or [Document 2].', 'So [1] or [2].'],
  ['a document in parentheses is text', 'See the form (document 2).', 'See the form (document 2).'],
  ['a label with an underscore cites', 'So [source_1][passage_2].', 'So [1][2].'],
  ['a label with a number sign cites', 'So [Passage #1].', 'So [1].'],
  ['an excerpt in German cites', 'So [Auszug 1] und [Auszüge 2, 3].', 'So [1][2][3].'],
  ['a quotation in Chinese cites', '所以 [引用1]。', '所以 [1]。'],
  ['a wave is a range', 'So [1～3] and [1~2].', 'So [1][2][3][1][2].'],
  ['a comma too many is none', 'So [1,].', 'So [1].'],
  ['tortoise-shell brackets cite', 'So〔1〕.', 'So[1].'],
  ['double square brackets of one sign cite', 'So ⟦1⟧.', 'So [1].'],
  ['an ampersand separates', 'So [1 & 2].', 'So [1][2].'],
  ['a list and a word separate', 'So [1, 2 and 3].', 'So [1][2][3].'],
  ['words for a range', 'So [Passages 1 to 3].', 'So [1][2][3].'],
  ['French and Spanish words separate', 'So [1 et 2], so [2 y 3].', 'So [1][2], so [2][3].'],
  ['Chinese commas separate', '所以 [1、2]，[3]。', '所以 [1][2][3]。'],
  ['numbers of Devanagari cite', 'So [१].', 'So [1].'],
  ['sources in Spanish parentheses cite', 'So (fuentes 1 y 2).', 'So [1][2].'],
  ['a source in Chinese parentheses cites', '所以（来源1）。', '所以[1]。'],
  [
    'a word in brackets is no label',
    'So [docks 1] and [chunky 2].',
    'So [docks 1] and [chunky 2].',
  ],
  ['a doubled bracket keeps its outer one', 'So [[1]].', 'So [[1]].'],
  [
    'an index outside code is left alone',
    'Use items[9].name, a[7] = 1.',
    'Use items[9].name, a[7] = 1.',
  ],
  ['an index in a sentence is left alone', 'Use items[9] to get it.', 'Use items[9] to get it.'],
  [
    'a marker without a blank is one',
    'It needs 512 MB[9]. So[1], so[2].',
    'It needs 512 MB. So[1], so[2].',
  ],
  ['a marker at the end of a line is one', 'so)[9]\na[1]\n= b', 'so)\na[1]\n= b'],
  ['a dropped marker joins no words', 'So [9] it is', 'So it is'],
  ['a dropped marker at the end leaves no blank', 'So it is [9]', 'So it is'],
  ['a task list stays', '- [ ] one\n- [x] two', '- [ ] one\n- [x] two'],
  ['a year is no source', 'In [2024] it is.', 'In [2024] it is.'],
]

test.each(cases)('%s', (_, text, expected) => {
  expect(filtered(text)).toBe(expected)
})

test.each(cases)('%s, wherever the stream splits it', (_, text, expected) => {
  for (let length = 1; length <= text.length; length += 1)
    expect(filtered(text, length)).toBe(expected)
})

test.each(cases)('%s, cut once at any place', (_, text, expected) => {
  for (let at = 0; at <= text.length; at += 1) {
    const filter = createCitationFilter(known)
    const shown = filter.push(text.slice(0, at)) + filter.push(text.slice(at)) + filter.end()
    expect(shown).toBe(expected)
  }
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
    '【',
    '†】',
    '<sup>',
    '</sup>',
    ' and ',
    'Passage ',
    '(#',
    ')',
    '-',
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
