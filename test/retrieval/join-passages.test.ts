import { expect, test } from 'vitest'
import type { FoundPassage } from '../../lib/chat/passage.ts'
import { joinPassages } from '../../lib/retrieval/join-passages.ts'

const passage = (
  at: number,
  section: string,
  text = `What passage ${at} says of ${section}.`,
): FoundPassage => ({
  passage_id: `${at}`,
  text,
  source: 'docs/lamps.md',
  url: '',
  part: '',
  part_number: 0,
  chapter: 'Lamps',
  section,
  chunk_index: at,
  content_hash: '',
  score: 1 / (at + 1),
})

const room = { limit: 5, maxCharacters: 24_000 }

const partsOf = (found: FoundPassage[], beside: FoundPassage[] = []) =>
  joinPassages(found, beside, room).map(({ joined }) => joined.map(({ chunk_index: at }) => at))

test('a passage is joined with what stands beside it in its section, found or not', () => {
  expect(partsOf([passage(1, 'Oil')], [passage(0, 'Oil'), passage(2, 'Oil')])).toEqual([[0, 1, 2]])
})

test('a source is of one section, so that its link leads to all that it holds', () => {
  expect(partsOf([passage(1, 'Oil'), passage(2, 'Wicks')])).toEqual([[1], [2]])
})

test('a source stays short, whatever was found beside it', () => {
  const long = (what: string) => `${what} burns. `.repeat(250)
  expect(partsOf([passage(1, 'Oil', long('Oil')), passage(2, 'Oil', long('A wick'))])).toEqual([
    [1],
    [2],
  ])
})
