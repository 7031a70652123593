import { expect, test } from 'vitest'
import { fuse } from '../../lib/retrieval/fuse.ts'

const passage = (passage_id: string) => ({
  passage_id,
  text: '',
  source: '',
  url: '',
  part: '',
  part_number: 0,
  chapter: '',
  section: '',
  chunk_index: 0,
  content_hash: '',
})
const near = (weight: number, cosines: Record<string, number>) => ({
  weight,
  hits: Object.entries(cosines).map(([id, cosine]) => ({ ...passage(id), cosine })),
})
const worded = (weight: number, scores: Record<string, number>, coverage = 1) => ({
  weight,
  hits: Object.entries(scores).map(([id, lexical_score]) => ({
    ...passage(id),
    lexical_score,
    coverage,
  })),
})
const order = (legs: Parameters<typeof fuse>[0]) => fuse(legs).map(({ passage_id }) => passage_id)

test('a passage that both legs find comes before one that is first in one', () => {
  const lexical = worded(1, { a: 3, b: 2.9 })
  expect(order({ lexical, dense: near(1, { c: 0.6, b: 0.59, d: 0.3 }) })[0]).toBe('b')
})

test('a heavier leg outweighs a lighter one', () => {
  const lexical = worded(0.3, { a: 2 })
  expect(order({ lexical, dense: near(0.7, { c: 0.6, d: 0.1 }) })).toEqual(['c', 'a', 'd'])
})

test('a leg that is sure of one passage says more than one for which several are alike', () => {
  const lexical = worded(0.5, { a: 9, b: 8.9, c: 1 })
  expect(order({ lexical, dense: near(0.4, { c: 0.6, b: 0.5, d: 0.2 }) })).toEqual([
    'b',
    'a',
    'c',
    'd',
  ])
})

test('words count less where the best passage holds few of them', () => {
  const dense = near(0.4, { c: 0.6, b: 0.3, d: 0.1 })
  expect(order({ lexical: worded(0.6, { a: 3, b: 1 }, 1), dense })[0]).toBe('a')
  expect(order({ lexical: worded(0.6, { a: 3, b: 1 }, 0.1), dense })[0]).toBe('c')
})

test('cosines that hardly differ tell little apart', () => {
  const lexical = worded(0.6, { a: 3, b: 2.7 })
  expect(order({ lexical, dense: near(0.4, { b: 0.31, a: 0.3 }) })[0]).toBe('a')
  expect(order({ lexical, dense: near(0.4, { b: 0.6, a: 0.3 }) })[0]).toBe('b')
})

test('first place in every leg scores 1 when it holds all words', () => {
  const legs = { lexical: worded(0.3, { a: 2 }), dense: near(0.7, { a: 0.6, b: 0.2 }) }
  expect(fuse(legs)[0]?.score).toBeCloseTo(1)
})

test('one leg alone keeps its order', () => {
  const lexical = worded(1, { a: 3, b: 2, c: 1 })
  expect(order({ lexical, dense: near(1, {}) })).toEqual(['a', 'b', 'c'])
})

test('what both legs say of a passage meets on it', () => {
  const [found] = fuse({ lexical: worded(1, { a: 2 }, 0.5), dense: near(1, { a: 0.7 }) })
  expect(found).toMatchObject({ coverage: 0.5, cosine: 0.7, lexicalRank: 1, denseRank: 1 })
})
