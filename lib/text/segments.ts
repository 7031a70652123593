import { lazily } from './lazily.ts'

const words = lazily(() => new Intl.Segmenter('und', { granularity: 'word' }))
const sentences = lazily(() => new Intl.Segmenter('und', { granularity: 'sentence' }))

/** The words of a text and what stands between them, in any language. */
export const wordSegments = (text: string) => words().segment(text)

/** The sentences of a text, in any language. */
export const sentenceSegments = (text: string) => sentences().segment(text)

export interface Segment {
  text: string
  /** Whether it is a word or a number, and not what stands between them. */
  isWord: boolean
}

const untilSpace = /[^ ]+/g
const ascii = /^[\0-\x7f]*$/
// Word boundaries as UAX #29 has them, in ASCII: a dot, colon or apostrophe joins letters; a dot, comma,
// semicolon or apostrophe joins digits.
const asciiWord =
  /[A-Za-z0-9_]+(?:(?:(?<=[A-Za-z])[.:'](?=[A-Za-z])|(?<=[0-9])[.,;'](?=[0-9]))[A-Za-z0-9_]+)*/g
const asciiPiece = new RegExp(`${asciiWord.source}|\\r\\n|[^]`, 'g')
const isAsciiWord = (piece: string) => /^(?:\w\w|[A-Za-z0-9])/.test(piece)

/**
 * The words of a text and what stands between them, but for its spaces, as `Intl.Segmenter` finds them
 * in any language: it takes several times as long as the rules for ASCII do.
 */
export function segmentsOf(text: string): Segment[] {
  return spacedParts(text).flatMap((part) =>
    ascii.test(part)
      ? (part.match(asciiPiece) ?? []).map((piece) => ({ text: piece, isWord: isAsciiWord(piece) }))
      : segmented(part),
  )
}

/** The words of a text alone. */
export function segmentWords(text: string): string[] {
  if (ascii.test(text)) return (text.match(asciiWord) ?? []).filter(isAsciiWord)
  return spacedParts(text).flatMap((part) =>
    ascii.test(part)
      ? (part.match(asciiWord) ?? []).filter(isAsciiWord)
      : segmented(part).flatMap(({ text: segment, isWord }) => (isWord ? [segment] : [])),
  )
}

// A space ends every word, and begins none.
const spacedParts = (text: string): string[] => text.match(untilSpace) ?? []

const segmented = (text: string): Segment[] =>
  Array.from(wordSegments(text), ({ segment, isWordLike }) => ({
    text: segment,
    isWord: isWordLike === true,
  }))
