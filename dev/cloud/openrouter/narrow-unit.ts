import { stemSet } from './content-stems.ts'
import { type Asked, coverage, type Weights } from './passage-score.ts'
import type { Unit } from './read-passage.ts'

/** A list or a table whole where it is the answer; otherwise the items that are. */
export function narrowed(
  unit: Unit,
  { before, section }: { before: Unit | undefined; section: string },
  { weights, wanted }: Asked,
): Unit {
  if (unit.kind !== 'list' && unit.kind !== 'table') return unit
  const introduction = before?.kind === 'sentence' ? before.text : ''
  const isIts = coverage(`${section}\n${introduction}\n${unit.lead}`, weights) >= 0.5
  if (wanted.enumerates && isIts) return unit
  if (unit.kind === 'list') {
    if (unit.start !== undefined || (isIts && unit.items.length <= 8)) return unit
    return { ...unit, items: bestOf(unit.items, weights) }
  }
  return { ...unit, rows: bestOf(unit.rows, weights) }
}

// Rarity among the items tells them apart: what all of them say chooses none.
function bestOf(items: string[], question: Weights): string[] {
  const bags = items.map((item) => stemSet(item))
  const weights = new Map(
    [...question].map(([stem, weight]) => {
      const holding = bags.filter((bag) => bag.has(stem)).length
      return [stem, holding === 0 ? 0 : weight * Math.log(1 + items.length / holding)]
    }),
  )
  const scores = items.map((item) => coverage(item, weights))
  const best = Math.max(...scores)
  return best === 0 ? items : items.filter((_, index) => (scores[index] ?? 0) >= 0.75 * best)
}
