import { expect, test } from 'vitest'
import { fuse } from '../../lib/answer/fuse.ts'

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
const leg = (weight: number, ...ids: string[]) => ({
  weight,
  rank: 'lexicalRank' as const,
  hits: ids.map(passage),
})
const order = (legs: Parameters<typeof fuse>[0]) => fuse(legs).map(({ passage_id }) => passage_id)

test('a passage that both legs find comes before one that is first in one', () => {
  expect(order([leg(1, 'a', 'b'), leg(1, 'c', 'b')])[0]).toBe('b')
})

test('a heavier leg outweighs a lighter one', () => {
  expect(order([leg(0.3, 'a', 'b'), leg(0.7, 'c', 'd')])).toEqual(['c', 'd', 'a', 'b'])
})

test('first place in every leg scores 1', () => {
  expect(fuse([leg(0.3, 'a'), leg(0.7, 'a')])[0]?.score).toBeCloseTo(1)
})

test('one leg alone keeps its order', () => {
  expect(order([leg(1, 'a', 'b', 'c'), leg(1)])).toEqual(['a', 'b', 'c'])
})

test('what both legs say of a passage meets on it', () => {
  const [found] = fuse([
    { weight: 1, rank: 'lexicalRank', hits: [passage('b'), passage('a')] },
    { weight: 1, rank: 'denseRank', hits: [{ ...passage('a'), cosine: 0.7 }] },
  ])
  expect(found).toMatchObject({ passage_id: 'a', lexicalRank: 2, denseRank: 1, cosine: 0.7 })
})
