import { belongsElsewhere, type Search } from './belonging.ts'
import { denialsDiffer } from './denials.ts'
import { replacesWord } from './replaced.ts'
import type { Terms } from './terms.ts'
import { termsOf } from './terms.ts'
import type { PassageUnits, Unit } from './units.ts'

/** The sentence of a passage that is nearest to a claim, and whether the passage carries the claim. */
export interface Judgement {
  quote: string
  isCarried: boolean
  /** What speaks against it; absent for a claim that is carried. */
  objection?: Objection
  /** Whether wording alone cannot tell, so that a second look is worth its price. */
  isDoubtful: boolean
}

/** Of facts, `values` are numbers and identifiers; names and the contraries of words are `facts`. */
export type Objection = 'words' | 'subject' | 'facts' | 'values' | 'negation'

// Of a longer claim only the beginning is judged.
const longestClaim = 1200

// All of these were chosen on one half of what `npm run eval -- --claims` asks, and are reported on
// the other. The share of a claim's words that its passage has to hold:
const leastCoverage = 0.6
// and the sentence itself, with the one beside it:
const leastInSentence = 0.3
// Below this a claim is about something else. What shares more with its passage is free wording, or
// another fact in the same words, unless its sentence holds every word of it.
const leastToDoubt = 0.4
// What follows its first word is so much the sentence's own that the first word has to be too.
const mostlyTheSame = 0.7

/**
 * Whether a passage's sentences carry a claim: they hold its words, and each name, number, identifier
 * and direction beside the same words as in the claim, denied where it denies them, and no word that
 * another one replaces without anything that tells they say the same.
 */
export function judge(claimText: string, passage: PassageUnits): Judgement {
  const claim = termsOf(claimText.slice(0, longestClaim), passage.naming)
  const at = nearestUnit(claim, passage.units)
  const home = passage.units[at]
  if (!home || claim.all.length === 0) {
    return { quote: home?.quote ?? '', isCarried: false, objection: 'words', isDoubtful: false }
  }
  const objection = objectionTo(claim, claimText, at, passage)
  const isDoubtful = isOpen(objection, claim, home, passage)
  return objection === undefined
    ? { quote: home.quote, isCarried: true, isDoubtful }
    : { quote: home.quote, isCarried: false, objection, isDoubtful }
}

function isOpen(
  objection: Objection | undefined,
  claim: Terms,
  home: Unit,
  { keys }: PassageUnits,
): boolean {
  if (objection === 'values' || objection === 'negation') return false
  if (objection === 'words') return coverage(claim, keys, home.context) >= leastToDoubt
  return objection !== undefined || coverage(claim, home.keys, home.context) < 1
}

function objectionTo(
  claim: Terms,
  claimText: string,
  at: number,
  { units, keys, worth }: PassageUnits,
): Objection | undefined {
  const home = units[at]
  if (!home) return 'words'
  const chosen = [home, ...besideIt(claim, units, at)]
  const inSentence = keysOf(chosen)
  const known = new Set([...home.context, ...codeIn(claim, chosen)])
  if (coverage(claim, keys, known) < leastCoverage) return 'words'
  if (coverage(claim, inSentence, known) < leastInSentence) return 'words'
  if (isOfAnother(claim, units, at)) return 'subject'
  const mayMirror = isPassive(claimText) !== isPassive(home.quote)
  const names = new Set(claim.all.flatMap(({ kind, key }) => (kind === 'name' ? [key] : [])))
  const search: Search = { claim, chosen, units, keys, beside: { worth, mayMirror }, names }
  const misplaced = claim.all.find((_, place) => belongsElsewhere(place, search))
  if (misplaced) return /^(?:number|code)$/.test(misplaced.kind) ? 'values' : 'facts'
  if (replacesWord(claim.all, home, inSentence)) return 'facts'
  return denialsDiffer(claim, chosen) ? 'negation' : undefined
}

/** Identifiers of a claim that stand in these units, be it within a longer piece of code. */
const codeIn = ({ all }: Terms, units: Unit[]) =>
  all.flatMap(({ kind, key }) =>
    kind === 'code' && units.some(({ quote }) => quote.includes(key)) ? [key] : [],
  )

const keysOf = (units: Unit[]): ReadonlySet<string> =>
  new Set(units.flatMap(({ keys }) => [...keys]))

const coverage = ({ all }: Terms, held: ReadonlySet<string>, context: ReadonlySet<string>) =>
  all.filter(({ key }) => held.has(key) || context.has(key)).length / all.length

/** The unit that shares most of its words with the claim. */
function nearestUnit(claim: Terms, units: Unit[]): number {
  const wanted = new Set(claim.all.map(({ key }) => key))
  let best = { at: 0, score: -1 }
  for (const [at, unit] of units.entries()) {
    const shared = [...wanted].filter((key) => unit.keys.has(key)).length
    const score = shared / Math.sqrt(unit.keys.size + 2)
    if (score > best.score) best = { at, score }
  }
  return best.at
}

/** The one of its two neighbours that holds most of what is still missing, if any. */
function besideIt(claim: Terms, units: Unit[], at: number): Unit[] {
  const home = units[at]
  const missing = claim.all.filter(({ key }) => !home?.keys.has(key))
  const gain = (unit: Unit) => missing.filter(({ key }) => unit.keys.has(key)).length
  return [units[at - 1], units[at + 1]]
    .flatMap((unit) => (unit && gain(unit) > 0 ? [unit] : []))
    .sort((a, b) => gain(b) - gain(a))
    .slice(0, 1)
}

/** Whether a claim says of what another sentence is about what this one says of something else. */
function isOfAnother({ all, denials }: Terms, units: Unit[], at: number): boolean {
  const home = units[at]
  const [first, ...rest] = all
  if (!first || !home || rest.length < 2) return false
  const has = (unit: Unit | undefined) => unit?.keys.has(first.key) === true
  if (has(home) || home.context.has(first.key)) return false
  if (coverage({ all: rest, denials }, home.keys, home.context) < mostlyTheSame) return false
  if (home.pointsBack && (has(units[at - 1]) || has(units[at - 2]))) return false
  return units.some(has)
}

const isPassive = (text: string) =>
  /\b(?:is|are|was|were|been|be|being)\b[^.]{0,200}?\bby\b/i.test(text)
