import { cutText } from './cut-text.ts'

/** Cuts a table between rows; each piece repeats the header and the delimiter row. */
export function cutTable(lines: readonly string[], limit: number): string[] {
  const header = lines.slice(0, 2).join('\n')
  const room = limit - header.length - 1
  if (room < limit / 2) return lines.flatMap((row) => cutText(row, limit))
  const pieces: string[] = []
  let piece = header
  for (const row of lines.slice(2)) {
    if (piece !== header && piece.length + 1 + row.length > limit) {
      pieces.push(piece)
      piece = header
    }
    if (row.length <= room) piece += `\n${row}`
    else pieces.push(...cutText(row, room).map((part) => `${header}\n${part}`))
  }
  return piece === header ? pieces : [...pieces, piece]
}
