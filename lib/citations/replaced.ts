import { areOpposite } from './opposites.ts'
import { saySame } from './same-meaning.ts'
import type { Term } from './terms.ts'
import type { Unit } from './units.ts'

// As many words of a sentence may stand where a claim has one: "the main cause", and "the chief root cause".
const mostInItsPlace = 2

/**
 * Whether a claim has one word where its sentence has another, between the same words, and nothing tells
 * that the two say the same. It may be a contrary that no list has. Words in `held` are said beside the
 * sentence, and not new.
 */
export function replacesWord(claim: Term[], home: Unit, held: ReadonlySet<string>): boolean {
  const said = new Set(claim.map(({ key }) => key))
  return claim.some((term, at) => {
    if (term.kind !== 'word' || held.has(term.key) || home.context.has(term.key)) return false
    const instead = between(claim[at - 1]?.key, claim[at + 1]?.key, home.terms.all)
    if (instead.length === 0 || instead.some(({ key }) => said.has(key))) return false
    return !instead.some(({ key }) => saySame(key, term.key) && !areOpposite(key, term.key))
  })
}

/** What stands between these two terms; without one, between the other and that end of the sentence. */
function between(before: string | undefined, after: string | undefined, all: Term[]): Term[] {
  for (let from = 0; from < all.length; from += 1) {
    if (all[from - 1]?.key !== before) continue
    const last = Math.min(all.length, from + mostInItsPlace)
    for (let to = from + 1; to <= last; to += 1)
      if (all[to]?.key === after) return all.slice(from, to)
  }
  return []
}
