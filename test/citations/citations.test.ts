import { expect, test } from 'vitest'
import type { Source } from '../../lib/chat/events.ts'
import { citations } from '../../lib/citations/citations.ts'

const source = (n: number, text: string): Source => ({
  n,
  text,
  passage_id: String(n),
  source: 'docs/page.md',
  url: '',
  part: '',
  part_number: 0,
  chapter: '',
  section: '',
  score: 1,
  is_primary: false,
})

const sources = [
  source(1, 'The lens is built of rings. Each ring is a prism that bends the light.'),
  source(2, 'Kerosene replaced whale oil after 1870. It gave a brighter flame.'),
]

test('a claim that its passage carries is verified by the nearest sentence, word for word', () => {
  expect(citations('Every ring is a prism bending light. [1]', sources)).toEqual([
    {
      n: 1,
      quote: 'Each ring is a prism that bends the light.',
      claim: 'Every ring is a prism bending light.',
      status: 'verified',
    },
  ])
})

test('a claim that its passage does not carry is weak', () => {
  expect(citations('The tower was painted red by sailors [1].', sources)[0]?.status).toBe('weak')
})

test('a claim with another number than its passage is weak', () => {
  expect(citations('Kerosene replaced whale oil after 1970 [2].', sources)[0]?.status).toBe('weak')
  expect(citations('Kerosene replaced whale oil after 1870 [2].', sources)[0]?.status).toBe(
    'verified',
  )
})

test('a marker belongs to the sentence it ends, before or after the full stop', () => {
  const text = 'The lens is built of rings [1]. Kerosene gave a brighter flame. [2]'
  expect(citations(text, sources).map(({ n, quote }) => [n, quote])).toEqual([
    [1, 'The lens is built of rings.'],
    [2, 'It gave a brighter flame.'],
  ])
})

test.each([
  'Take ring\\[1] of the prism.',
  'Each ring is a [1](https://x.example).',
  '~~~\nring[1]\n~~~\nAnd so on.',
])('"%s" cites nothing', (answer) => {
  expect(citations(answer, sources)).toEqual([])
})

test.each([
  ['Each ring is not a prism that bends the light. [1]', 'weak'],
  ['It never gave a brighter flame. [2]', 'weak'],
  ['Touch the lens while it burns. [3]', 'weak'],
  ['Never touch the lens while it burns. [3]', 'verified'],
])('a claim is weak when it or its passage alone is negated: %s', (answer, status) => {
  const negated = source(3, 'Do not touch the lens while it burns.')
  expect(citations(answer, [...sources, negated])[0]?.status).toBe(status)
})

test('two markers on one sentence are judged each by its own passage', () => {
  const found = citations('Each ring is a prism [1][2].', sources)
  expect(found.map(({ n, status }) => [n, status])).toEqual([
    [1, 'verified'],
    [2, 'weak'],
  ])
})

test('a marker in code is no citation', () => {
  expect(citations('Read `list[1]` and\n\n```\nlist[2]\n```\n', sources)).toEqual([])
})

test('a claim without words of its own is weak', () => {
  expect(citations('[1]', sources)[0]?.status).toBe('weak')
})

test('every quote is verbatim in its passage', () => {
  const text = 'Rings [1] bend light [1], and oil [2] burns [2] brightly [2].'
  for (const { n, quote } of citations(text, sources)) {
    expect(sources.find((one) => one.n === n)?.text).toContain(quote)
  }
})
