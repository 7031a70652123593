import type { Source } from '../../chat/events.ts'
import { judge, type Objection } from '../../citations/carries.ts'
import { markers } from '../../citations/markers.ts'
import { unitsOf } from '../../citations/units.ts'
import { sentenceSegments } from '../../text/segments.ts'

const against: Record<Objection, string> = {
  words: 'does not say this',
  subject: 'says this of something else',
  facts: 'has another number, name or unit there',
  negation: 'says the opposite',
  values: 'has another value there',
}

const contradicts: ReadonlySet<Objection> = new Set(['facts', 'values', 'negation'])

/**
 * What speaks against an answer that somebody wants to pin, each in a sentence: a source that it cites
 * and that does not bear the sentence out, a number of no source, or a sentence without a number that
 * one of its sources contradicts.
 */
export function pinFaults(answer: string, sources: Source[]): string[] {
  const units = new Map(
    sources.map(({ n, text, chapter, section }) => [n, unitsOf(text, `${chapter} ${section}`)]),
  )
  return claimsOf(answer).flatMap(({ claim, cited }) => {
    const quoted = `“${claim.slice(0, 120)}”`
    if (cited.length === 0) {
      const wrong = [...units].flatMap(([n, passage]) => {
        const { objection } = judge(claim, passage)
        // What a source does not speak of is the owner's own word; what it says otherwise is not.
        return objection && contradicts.has(objection) ? [{ n, objection }] : []
      })
      const [first] = wrong
      // What another source bears out is no contradiction.
      const isBorneOut = [...units.values()].some((passage) => judge(claim, passage).isCarried)
      return first && !isBorneOut
        ? [`Source ${first.n} ${against[first.objection]}: ${quoted}.`]
        : []
    }
    return cited.flatMap((n) => {
      const passage = units.get(n)
      if (!passage) return [`There is no source ${n}: ${quoted}.`]
      const { objection } = judge(claim, passage)
      return objection ? [`Source ${n} ${against[objection]}: ${quoted}.`] : []
    })
  })
}

/** The sentences of an answer without their markers, and the numbers that each cites. */
function claimsOf(answer: string): { claim: string; cited: number[] }[] {
  // A marker behind the full stop belongs to the sentence before it.
  const drawn = answer.replace(/([.!?。！？])((?:\s*\[\d{1,3}\])+)/gu, '$2$1')
  return [...sentenceSegments(drawn)].flatMap(({ segment }) => {
    const found = [...markers(segment)]
    let claim = ''
    let from = 0
    for (const { start, end } of found) {
      claim += segment.slice(from, start)
      from = end
    }
    claim = (claim + segment.slice(from)).replace(/\s+/g, ' ').trim()
    return /\p{L}/u.test(claim) ? [{ claim, cited: found.map(({ n }) => n) }] : []
  })
}
