import fc from 'fast-check'
import { expect, test } from 'vitest'
import { segmentsOf, segmentWords } from '../../lib/text/segments.ts'

const segmenter = new Intl.Segmenter('und', { granularity: 'word' })
const asIntl = (text: string) =>
  Array.from(segmenter.segment(text), ({ segment, isWordLike }) => ({
    text: segment,
    isWord: isWordLike === true,
  }))

const characters = [...'aZ09_.:;,\'"\n\r\t -()`é’—$%中ßя']
const text = fc
  .array(fc.oneof(fc.constantFrom(...characters), fc.string({ maxLength: 3, unit: 'grapheme' })))
  .map((parts) => parts.join(''))

test('finds the words that Intl.Segmenter finds', () => {
  fc.assert(
    fc.property(text, (written) => {
      const words = asIntl(written).filter(({ isWord }) => isWord)
      expect(segmentsOf(written).filter(({ isWord }) => isWord)).toEqual(words)
      expect(segmentWords(written)).toEqual(words.map(({ text: word }) => word))
    }),
    { numRuns: 2000 },
  )
})

test('keeps what stands between words, but for spaces', () => {
  const written = 'Set `TIMEOUT_MS` to 1,000.5 (v1.2), isn\'t it?\n- "x" — yes'
  const expected = asIntl(written).filter(({ text: part }) => !/^ +$/.test(part))
  expect(segmentsOf(written)).toEqual(expected)
})
