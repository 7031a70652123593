import { cutText } from './cut-text.ts'
import { groupLines } from './group-lines.ts'

/** Cuts a table between rows; each piece repeats the header and the delimiter row. */
export function cutTable(lines: readonly string[], limit: number): string[] {
  const header = lines.slice(0, 2).join('\n')
  const room = limit - header.length - 1
  if (room < limit / 2) return lines.flatMap((row) => cutText(row, limit))
  const rows = lines.slice(2).flatMap((row) => cutText(row, room))
  return groupLines(rows, room).map((group) => [header, ...group].join('\n'))
}
