import { expect, test } from 'vitest'
import { suggestionsFor } from '../../lib/answer/suggestions.ts'
import type { Source } from '../../lib/chat/events.ts'
import type { FoundPassage } from '../../lib/chat/passage.ts'

const aPassage = (own: Partial<FoundPassage>): FoundPassage => ({
  passage_id: '1',
  text: 'The lens is built of rings.',
  source: 'docs/lens.md',
  url: '',
  part: 'Lamps',
  part_number: 1,
  chapter: 'The Fresnel lens',
  section: 'How it works',
  chunk_index: 0,
  content_hash: 'x',
  score: 0.8,
  ...own,
})
const aSource = (n: number, own: Partial<Source> = {}): Source => ({
  ...aPassage({}),
  n,
  is_primary: false,
  ...own,
})
const answered = {
  question: 'What is a ring?',
  sources: [aSource(1), aSource(2, { section: 'Cleaning' })],
  citations: [{ n: 1, quote: 'The lens is built of rings.', status: 'verified' as const }],
}

test('headings that were found and are not cited, best first, each once, at most three', () => {
  const found = ['How it works', 'Cleaning', 'Weight', 'Cleaning', 'Repair', 'Costs'].map(
    (section) => aPassage({ section }),
  )
  expect(suggestionsFor(found, answered)).toEqual([
    'The Fresnel lens: Cleaning',
    'The Fresnel lens: Weight',
    'The Fresnel lens: Repair',
  ])
})

test.each([
  [{ section: 'Why is it cut?' }, ['Why is it cut?']],
  [{ section: '' }, ['The Fresnel lens']],
  [{ section: 'The Fresnel lens' }, ['The Fresnel lens']],
  [{ section: 'Fog', chapter: '' }, ['Fog']],
  [{ section: 'What is a ring' }, ['The Fresnel lens: What is a ring']],
  [{ section: 'What is a ring?' }, []],
  [{ section: 'Far', score: 0.1 }, []],
])('%j is suggested as %j', (own, expected) => {
  expect(suggestionsFor([aPassage(own)], answered)).toEqual(expected)
})
