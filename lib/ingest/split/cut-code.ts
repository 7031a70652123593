import { closesFence, openFence } from '../../text/markdown/fence.ts'
import { cutText } from './cut-text.ts'
import { groupLines } from './group-lines.ts'

/** Cuts a code block at line ends, at blank lines if it can; each piece is fenced like the whole. */
export function cutCode(lines: readonly string[], limit: number): string[] {
  const [opening = ''] = lines
  const fence = openFence(opening)
  if (fence === undefined) return cutLines(lines, limit)
  const last = lines.at(-1) ?? ''
  const isClosed = lines.length > 1 && closesFence(last, fence)
  const margin = fence.prefix.replace(/[^ \t>]/g, ' ')
  const closing = isClosed ? last : margin + fence.marker
  const reopening = margin + opening.slice(fence.prefix.length)
  const room = limit - opening.length - closing.length - 2
  if (room < limit / 2) return cutLines(lines, limit)
  const code = lines.slice(1, isClosed ? -1 : undefined)
  return cutLines(code, room).map((piece, index) =>
    [index === 0 ? opening : reopening, piece, closing].join('\n'),
  )
}

function cutLines(lines: readonly string[], limit: number): string[] {
  const short = lines.flatMap((line) => cutText(line, limit, 'word'))
  return groupLines(short, limit).map((group) => group.join('\n'))
}
