import { expect, test } from 'vitest'
import type { Source } from '../../lib/chat/events.ts'
import { withAddresses } from '../../lib/citations/address.ts'

const source: Source = {
  n: 1,
  passage_id: '1',
  text: '',
  source: 'docs/lens.md',
  url: 'https://book.example/lens#rings',
  part: '',
  part_number: 1,
  chapter: '',
  section: '',
  score: 1,
  is_primary: false,
}
const addressOf = (quote: string, own: Partial<Source> = {}) =>
  withAddresses([{ n: 1, quote, status: 'verified' }], [{ ...source, ...own }])[0]?.url

test.each([
  [
    'Each *ring* is a `prism`.',
    'https://book.example/lens#rings:~:text=Each%20ring%20is%20a%20prism.',
  ],
  [
    'A\nkeeper who *leaves*\n  the lamp is dismissed.',
    'https://book.example/lens#rings:~:text=A%20keeper%20who%20leaves%20the%20lamp%20is%20dismissed.',
  ],
  ['```sh\nlens clean\nlens dry\n```', 'https://book.example/lens#rings:~:text=lens%20clean'],
  [
    '- Wipe it, twice-daily\n- Dry it',
    'https://book.example/lens#rings:~:text=Wipe%20it%2C%20twice%2Ddaily',
  ],
])('a citation leads to its words: %j', (quote, expected) => {
  expect(addressOf(quote)).toBe(expected)
})

test('of a long quote the first words and the last', () => {
  const quote = Array.from({ length: 40 }, (_, at) => `word${at}`).join(' ')
  expect(addressOf(quote)).toBe(
    'https://book.example/lens#rings:~:text=word0%20word1%20word2%20word3%20word4%20word5%20word6%20word7,word32%20word33%20word34%20word35%20word36%20word37%20word38%20word39',
  )
})

test('a passage without an address has none', () => {
  expect(addressOf('Each ring.', { url: '' })).toBe('')
})
