import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { search, solve } from '../../packages/client/src/puzzles.ts'
import { firstWord } from '../../packages/client/src/sha256.ts'

test('the first word is the one that Node finds, for any 40 bytes', () => {
  const words = fc.array(fc.nat(0xffff_ffff), { minLength: 10, maxLength: 10 })
  fc.assert(
    fc.property(words, (message) => {
      const bytes = Buffer.alloc(40)
      for (const [index, word] of message.entries()) bytes.writeUInt32BE(word, 4 * index)
      const expected = createHash('sha256').update(bytes).digest().readUInt32BE()
      expect(firstWord([...message, 0x8000_0000, 0, 0, 0, 0, 320])).toBe(expected)
    }),
  )
})

test('every nonce that is found solves its puzzle', () => {
  const seed = [1, 2, 3, 4, 5, 6, 7, 8]
  const nonces = solve({ seed, puzzles: 16, bits: 10 })
  expect(nonces).toHaveLength(16)
  for (const [puzzle, nonce] of nonces.entries()) {
    const block = [...seed, puzzle, nonce, 0x8000_0000, 0, 0, 0, 0, 320]
    expect(firstWord(block)).toBeLessThan(2 ** 22)
  }
})

test('the search pauses, so that a page can go on beside it', () => {
  const steps = search({ seed: [8, 7, 6, 5, 4, 3, 2, 1], puzzles: 16, bits: 12 })
  let pauses = 0
  while (!steps.next().done) pauses += 1
  expect(pauses).toBeGreaterThan(10)
})
