import type { PassageSize, Piece } from './cut-block.ts'

const smallShare = 1 / 4
const tailShare = 1 / 6

/** Joins a section's pieces, in order, to groups of about the target that never pass the maximum. */
export function joinBlocks<P extends Piece>(pieces: readonly P[], size: PassageSize): P[][] {
  const groups: P[][] = []
  for (const unit of withLeadIns(pieces, size)) {
    const last = groups.at(-1)
    if (last !== undefined && belongs(last, unit, size)) last.push(...unit)
    else groups.push([...unit])
  }
  return withoutShortTail(groups, size)
}

/** The text of a group. */
export function joinedText(pieces: readonly Piece[]): string {
  return pieces.map(({ text, glue }, index) => (index === 0 ? text : glue + text)).join('')
}

/** Headings and sentences that end with a colon stay with what they announce. */
function withLeadIns<P extends Piece>(pieces: readonly P[], size: PassageSize): P[][] {
  const units: P[][] = []
  for (const piece of pieces) {
    const last = units.at(-1)
    const isAnnounced = last !== undefined && leadsIn(last.at(-1))
    if (isAnnounced && lengthOf([...last, piece]) <= size.maxChars) last.push(piece)
    else units.push([piece])
  }
  return units
}

function leadsIn(piece: Piece | undefined): boolean {
  return piece !== undefined && /^[> \t]*#{1,6}\s[^\n]*$|[:：]$/.test(piece.text.trimEnd())
}

function belongs(group: readonly Piece[], unit: readonly Piece[], size: PassageSize): boolean {
  const joined = lengthOf([...group, ...unit])
  if (joined <= size.targetChars) return true
  return lengthOf(group) < size.targetChars * smallShare && joined <= size.maxChars
}

function withoutShortTail<P extends Piece>(groups: P[][], size: PassageSize): P[][] {
  const tail = groups.at(-1)
  const before = groups.at(-2)
  if (tail === undefined || before === undefined) return groups
  const isShort = lengthOf(tail) < size.targetChars * tailShare
  if (!isShort || lengthOf([...before, ...tail]) > size.maxChars) return groups
  return [...groups.slice(0, -2), [...before, ...tail]]
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce(
    (length, { text, glue }, index) => length + text.length + (index === 0 ? 0 : glue.length),
    0,
  )
}
