import { areOpposite } from './opposites.ts'
import type { Term, Terms } from './terms.ts'
import type { Unit } from './units.ts'

// From here on a claim and its sentence are of the same words, so that each has the other's negations.
const sameFromClaim = 0.85
const sameFromSentence = 0.7

/** Whether a claim denies what its sentences say, or says what they deny. */
export function denialsDiffer(claim: Terms, [home, ...beside]: Unit[]): boolean {
  if (!home) return false
  const held = [home, ...beside].flatMap(({ terms }) => terms.all)
  const own = home.terms
  return (
    claim.denials.some((denial) => isSaidOutright(denial, held)) ||
    own.denials.some((denial) => isSaidOutright(denial, claim.all)) ||
    (claim.denials.length !== own.denials.length &&
      shareHeld(claim.all, own.all) >= sameFromClaim &&
      shareHeld(own.all, claim.all) >= sameFromSentence &&
      !saysContrary(claim.all, own.all))
  )
}

/** Whether the first term that a negation turns round is said elsewhere without one. */
function isSaidOutright([first]: Term[], elsewhere: Term[]): boolean {
  const said = elsewhere.filter(({ key }) => key === first?.key)
  return said.length > 0 && !said.some(({ denied }) => denied)
}

const shareHeld = (one: Term[], other: Term[]) =>
  one.filter(({ key }) => other.some((term) => term.key === key)).length / Math.max(1, one.length)

/** "Impossible" needs no "not": whether one has a contrary for what the other denies. */
const saysContrary = (one: Term[], other: Term[]) =>
  one.some(
    ({ key }) =>
      !other.some((term) => term.key === key) && other.some((term) => areOpposite(key, term.key)),
  )
