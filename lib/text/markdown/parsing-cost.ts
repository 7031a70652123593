import { createFenceTracker } from './fence.ts'

// A megabyte of a real book has up to 125,000 marks; a parser takes some 30 µs for each, and within
// one block its time grows with their square.
const maxMarks = 150_000
const maxBlockMarks = 6_000

const mark = /[|*_[\]<&!\\`]/g
const nestingPattern = /^(?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*/

/** Whether parsing these lines would take many seconds: no author writes such a page. */
export function isTooCostly(lines: readonly string[]): boolean {
  const isCode = createFenceTracker()
  let marks = 0
  let blockMarks = 0
  for (const line of lines) {
    if (isCode(line)) continue
    const ownMarks = 1 + (line.match(mark)?.length ?? 0) + nestingMarks(line)
    marks += ownMarks
    blockMarks = line.trim() === '' ? 0 : blockMarks + ownMarks
    if (marks > maxMarks || blockMarks > maxBlockMarks) return true
  }
  return false
}

/** Every level of a list or quote is parsed anew on every level above it. */
function nestingMarks(line: string): number {
  const nesting = nestingPattern.exec(line)?.[0] ?? ''
  return /[^ \t]/.test(nesting) ? (nesting.length / 2) ** 2 : 0
}
