import { expect, test } from 'vitest'
import { paraphrases } from '../../eval/claims/paraphrases.ts'
import { toSentencePassage } from '../../eval/claims/sentence-passages.ts'
import { swaps } from '../../eval/claims/swaps.ts'
import { tableClaims } from '../../eval/claims/table-claims.ts'

const text =
  'In 1066, the Normans of Duke William defeated King Harold near Hastings with 700 ships. ' +
  'The campaign against Mercia had cost 3000 marks and lasted for 12 years before that.'
const passage = toSentencePassage('War', text)
const [first = '', second = ''] = passage.sentences

const made = (kind: string, sentence: string) =>
  [...swaps, ...paraphrases].find((maker) => maker.kind === kind)?.make(sentence, passage, () => 0)

test.each([
  ['numbers', first, /^In (?:3000|12), /],
  ['units', second, /12 months/],
  ['opposites', second, /years after that/],
  ['negation', 'The Normans were seen near Hastings in the year of the comet.', /were not seen/],
  ['values of another key', first, /^In 700, .* with 1066 ships/],
  [
    'close paraphrase: order',
    'In the spring, the ships of the Normans came.',
    /came in the spring\.$/,
  ],
])('%s are exchanged in one place', (kind, sentence, expected) => {
  expect(made(kind, sentence)).toMatch(expected)
})

test('a name is exchanged for another of the same passage that the sentence does not say', () => {
  const claim = made('names', first)
  expect(claim).toContain('Mercia')
  expect(claim).not.toBe(first)
})

test('a cell is said of its own row, and of another', () => {
  const table = '| Key | Value |\n|---|---|\n| a | 1 |\n| b | 2 |\n'
  expect(tableClaims('page', table, () => 0).map(({ claim, isTrue }) => [claim, isTrue])).toEqual([
    ['For a, the Value is 1.', true],
    ['For a, the Value is 2.', false],
  ])
})

test('code, tables and lists are no sentences of prose', () => {
  const { sentences } = toSentencePassage(
    'Page',
    '# A\n\n```\nThis is a long line of code in a fence.\n```\n\n- This is an item of a list with many words.\n',
  )
  expect(sentences).toEqual([])
})
