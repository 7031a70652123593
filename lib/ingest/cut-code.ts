import { cutText } from './cut-text.ts'
import { closesFence, openFence } from './fence.ts'

/** Cuts a code block at line ends, at blank lines if it can; each piece is fenced like the whole. */
export function cutCode(lines: readonly string[], limit: number): string[] {
  const [opening = ''] = lines
  const fence = openFence(opening)
  if (fence === undefined) return groupLines(lines, limit).map((group) => group.join('\n'))
  const last = lines.at(-1) ?? ''
  const isClosed = lines.length > 1 && closesFence(last, fence)
  const margin = fence.prefix.replace(/[^ \t>]/g, ' ')
  const closing = isClosed ? last : margin + fence.marker
  const reopening = margin + opening.slice(fence.prefix.length)
  const room = limit - opening.length - closing.length - 2
  if (room < limit / 2) return groupLines(lines, limit).map((group) => group.join('\n'))
  const code = lines.slice(1, isClosed ? -1 : undefined)
  return groupLines(code, room).map((group, index) =>
    [index === 0 ? opening : reopening, ...group, closing].join('\n'),
  )
}

function groupLines(lines: readonly string[], limit: number): string[][] {
  const groups: string[][] = []
  let group: string[] = []
  let size = 0
  for (const line of lines.flatMap((each) => cutText(each, limit, 'word'))) {
    if (size + line.length > limit && group.length > 0) {
      const rest = group.splice(breakOf(group))
      groups.push(group)
      group = rest
      size = sizeOf(rest)
    }
    group.push(line)
    size += line.length + 1
  }
  return group.length > 0 ? [...groups, group] : groups
}

/** Behind the last blank line, if that is in the second half. */
function breakOf(group: readonly string[]): number {
  const blank = group.findLastIndex((line) => line.trim() === '')
  return blank > group.length / 2 ? blank + 1 : group.length
}

function sizeOf(lines: readonly string[]): number {
  return lines.reduce((size, line) => size + line.length + 1, 0)
}
