import type { Citation, Source } from '../chat/events.ts'
import { guardsOf } from '../text/guards.ts'
import { contentWords } from '../text/words.ts'
import { markers } from './markers.ts'

const sentences = new Intl.Segmenter('und', { granularity: 'sentence' })

// A claim's words found again in its passage: from here on the passage is taken to carry it.
const verifiedShare = 0.6

/**
 * The verdict on every citation of a finished answer: the sentence of the cited passage nearest to
 * the claim, verbatim, and whether passage and claim share enough words and every number, and
 * whether both say so or both deny it.
 */
export function citations(answer: string, sources: Source[]): Citation[] {
  const byNumber = new Map(sources.map((source) => [source.n, source]))
  const seen = new Map<string, Citation>()
  for (const { claim, n } of claims(answer)) {
    const source = byNumber.get(n)
    if (!source) continue
    const citation = judge(claim, source)
    const key = `${n}\n${citation.quote}`
    const known = seen.get(key)
    if (!known || known.status === 'verified') seen.set(key, citation)
  }
  return [...seen.values()]
}

/** Each marker with the sentence it stands in or behind. */
function claims(answer: string): { claim: string; n: number }[] {
  const found: { claim: string; n: number }[] = []
  let plain = ''
  let from = 0
  const marks: { at: number; n: number }[] = []
  for (const { n, start, end } of markers(answer)) {
    plain += answer.slice(from, start)
    from = end
    marks.push({ at: plain.trimEnd().length, n })
  }
  plain += answer.slice(from)
  const ends = sentenceEnds(plain)
  for (const { at, n } of marks) {
    const start = ends.findLast((end) => end < at) ?? 0
    const end = ends.find((end) => end >= at) ?? plain.length
    found.push({ claim: plain.slice(start, end).trim(), n })
  }
  return found
}

function sentenceEnds(text: string): number[] {
  const ends: number[] = []
  for (const { index, segment } of sentences.segment(text)) {
    ends.push(index + segment.trimEnd().length)
  }
  return ends
}

function judge(claim: string, { n, text }: Source): Citation {
  const words = new Set(contentWords(claim))
  const quote = nearestSentence(words, text)
  const held = new Set(contentWords(text))
  const missing = [...words].filter((word) => !held.has(word))
  const isCarried =
    words.size > 0 &&
    1 - missing.length / words.size >= verifiedShare &&
    !missing.some((word) => /\d/.test(word)) &&
    isNegated(claim) === isNegated(quote)
  return { n, quote, status: isCarried ? 'verified' : 'weak' }
}

const isNegated = (text: string) => guardsOf(text).includes('not')

function nearestSentence(words: Set<string>, text: string): string {
  let nearest = { quote: '', score: -1 }
  for (const { index, segment } of sentences.segment(unwrapped(text))) {
    const quote = text.slice(index, index + segment.length).trim()
    if (quote === '') continue
    const own = new Set(contentWords(quote))
    const shared = [...own].filter((word) => words.has(word)).length
    const score = shared === 0 ? 0 : shared / Math.sqrt(own.size)
    if (score > nearest.score) nearest = { quote, score }
  }
  return nearest.quote
}

// A line that is only wrapped ends no sentence; a list item, a heading or a table row does.
const unwrapped = (text: string) => text.replace(/\n(?=[^\s#>|*+\d`~-])/g, ' ')
