import type { Citation, Source } from '../chat/events.ts'
import { areTextsRead } from '../text/assets/asset-texts.ts'
import { sentenceSegments } from '../text/segments.ts'
import { judge } from './carries.ts'
import { markers } from './markers.ts'
import { type PassageUnits, unitsOf } from './units.ts'

/** A citation with its verdict, and whether wording alone can tell. */
export type JudgedCitation = Citation & { claim: string; isDoubtful: boolean }

/**
 * The verdict on every citation of a finished answer: the sentence of the cited passage nearest to
 * the claim, verbatim, and whether the passage's sentences carry the claim. A passage is read once.
 */
export const citations = (answer: string, sources: Source[]): Citation[] =>
  judgedCitations(answer, sources).map(withoutDoubt)

export const withoutDoubt = ({ isDoubtful: _, ...citation }: JudgedCitation): Citation => citation

/** The same, each with whether it is worth a second look. */
export function judgedCitations(answer: string, sources: Source[]): JudgedCitation[] {
  const byNumber = new Map(sources.map((source) => [source.n, source]))
  const seen = new Map<string, JudgedCitation>()
  const unitsBySource = new Map<number, PassageUnits>()
  const unitsFor = ({ n, text, chapter, section }: Source) => {
    const units = unitsBySource.get(n) ?? unitsOf(text, `${chapter} ${section}`)
    unitsBySource.set(n, units)
    return units
  }
  for (const { claim, n } of claims(answer)) {
    const source = byNumber.get(n)
    if (!source) continue
    const { quote, isCarried, isDoubtful } = areTextsRead('answering')
      ? judge(claim, unitsFor(source))
      : unjudged
    const status = isCarried ? ('verified' as const) : ('weak' as const)
    const citation = { n, quote, claim, status, isDoubtful }
    const key = `${n}\n${citation.quote}`
    const known = seen.get(key)
    if (!known || known.status === 'verified') seen.set(key, citation)
  }
  return [...seen.values()]
}

// Nothing is verified that could not be compared with the words for contraries.
const unjudged = { quote: '', isCarried: false, isDoubtful: false }

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
  for (const { index, segment } of sentenceSegments(text)) {
    ends.push(index + segment.trimEnd().length)
  }
  return ends
}
