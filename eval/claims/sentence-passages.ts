import type { SentencePassage } from './case.ts'

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' })

const fewestWords = 7
const mostWords = 40

/** A passage with those of its sentences that say something whole, in prose. */
export function toSentencePassage(article: string, text: string): SentencePassage {
  const prose = withoutBlocks(text)
  const sentences = prose.flatMap((paragraph) =>
    Array.from(segmenter.segment(paragraph), ({ segment }) => segment.trim()),
  )
  return { article, text, sentences: sentences.filter(isWhole) }
}

/** Paragraphs without code, tables, lists and headings, each on one line. */
const withoutBlocks = (text: string): string[] =>
  text
    .replace(/^(`{3,}|~{3,})[\s\S]*?(?:^\1|$(?![\s\S]))/gm, '\n\n')
    .split(/\n{2,}/)
    .filter((paragraph) => !/^[\s]*(?:[#|>*+-]|\d+[.)]|:::)/.test(paragraph))
    .map((paragraph) => paragraph.replace(/\s*\n\s*/g, ' '))

function isWhole(sentence: string): boolean {
  const words = sentence.split(/\s+/).length
  return (
    words >= fewestWords &&
    words <= mostWords &&
    /^[\p{Lu}`]/u.test(sentence) &&
    /[.]$/.test(sentence) &&
    !/\[\d+\]|[{}]/.test(sentence)
  )
}
