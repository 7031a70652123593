import { type Beside, nearness } from './nearness.ts'
import { areOpposite } from './opposites.ts'
import type { Term, Terms } from './terms.ts'
import type { Unit } from './units.ts'

/** A claim, and where in its passage it is looked for. */
export interface Search {
  claim: Terms
  /** The sentence nearest to the claim, and one beside it. */
  chosen: Unit[]
  units: Unit[]
  /** Every term of the passage. */
  keys: ReadonlySet<string>
  beside: Beside
  /** What the claim takes for a name; at the beginning of a sentence its capital does not tell. */
  names: ReadonlySet<string>
}

// Chosen on one half of `npm run eval -- --claims`. How much better what the passage says instead has
// to fit before a claim is taken to have put it in another's place:
const margins = { number: 1.1, code: 1.1, name: 1.4, word: 1.3 }
// the same where each of two stands in the other's place:
const exchangeMargin = 1.1
// and how well it has to fit at all:
const leastInItsPlace = 0.5
// The contrary, or another name, where the claim's own word is not in the passage:
const leastInstead = 0.35
// A number or identifier that stands beside nothing of what it stands beside in the claim.
const leastBeside = 0.05

/**
 * Whether the passage holds a claim's term elsewhere than the claim has it, or holds another in its
 * place: a number of another key, the name of another doer, the contrary of a direction.
 */
export function belongsElsewhere(at: number, search: Search): boolean {
  const { claim, chosen, keys } = search
  const term = claim.all[at]
  if (!term) return false
  if (term.kind === 'word' && !hasRivalIn(chosen, term, search.names)) return false
  const { own, rival, rivalKey } = placesOf(term, at, search)
  const isFree = times(claim, rivalKey) < times(chosen[0]?.terms, rivalKey)
  if (own === undefined) {
    if (term.kind === 'word') return rival >= leastInstead && isFree
    const isKnown = term.kind === 'name' ? keys.has(term.key) : chosen[0]?.context.has(term.key)
    return !isKnown || rival >= leastInstead
  }
  if (rival >= leastInItsPlace) {
    if (isFree && rival > own * margins[term.kind]) return true
    if (!isFree && rival > own * exchangeMargin && isExchanged(term, rivalKey, search)) return true
  }
  const isValue = term.kind === 'number' || term.kind === 'code'
  return isValue && own < leastBeside && !isAtEdge(at, claim)
}

interface Places {
  /** How much of what stands beside the term in the claim does so where the passage says the same. */
  own: number | undefined
  /** The same for what the passage says in its place. */
  rival: number
  rivalKey: string
}

function placesOf(term: Term, at: number, { claim, chosen, units, beside, names }: Search): Places {
  const places: Places = { own: undefined, rival: 0, rivalKey: '' }
  for (const unit of units) {
    const { all } = unit.terms
    const isChosen = chosen.includes(unit)
    const mayHold = isChosen || term.kind === 'name' || unit.keys.has(term.key)
    for (const [place, held] of mayHold ? all.entries() : []) {
      const isOwn = isSame(term, held) && unitsAgree(claim.all, at, held, all)
      const isRival =
        !isOwn && isChosen && isRivalOf(term, held, names) && !isPartOfName(term, all, place)
      if (!isOwn && !isRival) continue
      const without = new Set([...nameAt(claim.all, at), ...nameAt(all, place)])
      const score = nearness(
        { terms: claim.all, at },
        { terms: all, at: place, keys: unit.keys },
        beside,
        without,
      )
      if (isOwn) places.own = Math.max(places.own ?? 0, score)
      else if (score > places.rival) Object.assign(places, { rival: score, rivalKey: held.key })
    }
    // An identifier may stand within a longer piece of code.
    if (term.kind === 'code' && places.own === undefined && unit.quote.includes(term.key))
      places.own = 1
  }
  return places
}

/** Names of one thing are the same: "Jordan" and "Jordanian" too. */
const isSame = (term: Term, held: Term) =>
  held.key === term.key ||
  (term.kind === 'name' && held.kind === 'name' && isStemOf(term.key, held.key))

const isStemOf = (one: string, other: string) =>
  Math.min(one.length, other.length) >= 5 &&
  Math.abs(one.length - other.length) <= 3 &&
  (one.startsWith(other) || other.startsWith(one))

/** A number without a unit agrees with any, unless another word stands in the place of the unit. */
function unitsAgree(claim: Term[], at: number, held: Term, sentence: Term[]): boolean {
  const unit = claim[at]?.unit
  if (unit !== undefined || held.unit === undefined)
    return held.unit === undefined || unit === held.unit
  const next = claim[at + 1]
  return next?.kind !== 'word' || sentence.some(({ key }) => key === next.key)
}

/** Whether a passage says this in place of a term: another of its kind, or the contrary. */
function isRivalOf(term: Term, held: Term, names: ReadonlySet<string>): boolean {
  if (term.kind === 'word') return areOpposite(term.key, held.key)
  const kind = held.kind === 'word' && names.has(held.key) ? 'name' : held.kind
  if (term.kind !== kind || term.key === held.key) return false
  return term.kind !== 'number' || (term.unit === undefined) === (held.unit === undefined)
}

const hasRivalIn = (chosen: Unit[], term: Term, names: ReadonlySet<string>) =>
  chosen.some(({ terms }) => terms.all.some((held) => isRivalOf(term, held, names)))

/** Whether a name is only the other half of this one, as a surname is. */
const isPartOfName = (term: Term, all: Term[], place: number) =>
  term.kind === 'name' && nameAt(all, place).includes(term.key)

const longestName = 3

/** A term's key, and of a name of several words all of them: they do not tell where it belongs. */
function nameAt(terms: Term[], at: number): string[] {
  let from = at
  let to = at
  if (terms[at]?.kind === 'name') {
    while (terms[from - 1]?.kind === 'name' && at - from < longestName) from -= 1
    while (terms[to + 1]?.kind === 'name' && to - at < longestName) to += 1
  }
  return terms.slice(from, to + 1).map(({ key }) => key)
}

const times = (terms: Terms | undefined, key: string) =>
  terms?.all.filter((term) => term.key === key).length ?? 0

/** Whether what would rather stand in the place of this term has this one in its own. */
function isExchanged(term: Term, rivalKey: string, search: Search): boolean {
  const at = search.claim.all.findIndex(({ key }) => key === rivalKey)
  const other = search.claim.all[at]
  if (!other) return true
  const back = placesOf(other, at, search)
  return back.rivalKey === term.key && back.rival > (back.own ?? 0)
}

/** What says when or where may stand at either end of a sentence. */
const isAtEdge = (at: number, claim: Terms) => at < 2 || at >= claim.all.length - 2
