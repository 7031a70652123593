import type { Nodes } from 'mdast'
import { cutCode } from './cut-code.ts'
import { cutTable } from './cut-table.ts'
import { cutText } from './cut-text.ts'

export interface PassageSize {
  targetChars: number
  maxChars: number
}

/** A slice of the page that no passage cuts. */
export interface Piece {
  text: string
  /** What joins it to the piece before. */
  glue: string
}

/** A block as pieces of at most the maximum: the whole block if it fits, else its natural parts. */
export function cutBlock(node: Nodes, lines: readonly string[], size: PassageSize): Piece[] {
  const own = linesOf(node, lines)
  const text = own.join('\n')
  if (text.trim() === '' || isEmptyCode(node)) return []
  // A list is cut between its items sooner: that harms nobody.
  if (text.length <= (node.type === 'list' ? size.targetChars : size.maxChars)) {
    return [{ text, glue: '\n\n' }]
  }
  switch (node.type) {
    case 'list':
    case 'listItem':
    case 'blockquote':
      return cutChildren(node.children, lines, size)
    case 'code':
      return apart(cutCode(own, size.targetChars))
    case 'table':
      return apart(cutTable(own, size.targetChars))
    default:
      return flowing(text, size)
  }
}

function cutChildren(children: Nodes[], lines: readonly string[], size: PassageSize): Piece[] {
  const pieces: Piece[] = []
  let previousEnd = 0
  for (const child of children) {
    const [first, ...rest] = cutBlock(child, lines, size)
    if (first === undefined) continue
    const isNextLine = child.position?.start.line === previousEnd + 1
    pieces.push({ ...first, glue: isNextLine ? '\n' : '\n\n' }, ...rest)
    previousEnd = child.position?.end.line ?? 0
  }
  return pieces
}

/** The whole lines of a block, so that its parts keep their indentation and their marks. */
function linesOf(node: Nodes, lines: readonly string[]): string[] {
  const own = lines.slice((node.position?.start.line ?? 1) - 1, node.position?.end.line)
  const isProse = node.type === 'paragraph' || node.type === 'html' || node.type === 'heading'
  const kept = isProse ? own.filter((line) => line.trim() !== '') : own
  if (node.type === 'heading') return kept.map((line) => line.replace(/(#)\s+/, '$1 ').trimEnd())
  if (node.type === 'table') return kept.map(withoutPadding)
  return kept.map((line) => (node.type === 'code' ? line : line.trimEnd()))
}

/** A table's row without the spaces that align its source: they would fill passages with nothing. */
function withoutPadding(row: string): string {
  const start = row.length - row.trimStart().length
  const cells = row
    .slice(start)
    .trimEnd()
    .replace(/[ \t]{2,}/g, ' ')
  return row.slice(0, start) + (/^[|\s:-]+$/.test(cells) ? cells.replace(/-{4,}/g, '---') : cells)
}

function isEmptyCode(node: Nodes): boolean {
  return node.type === 'thematicBreak' || (node.type === 'code' && node.value.trim() === '')
}

function apart(texts: string[]): Piece[] {
  return texts.map((text) => ({ text, glue: '\n\n' }))
}

/** Prose is cut at sentences; what goes on in the next passage is a quote still, if it was one. */
function flowing(text: string, size: PassageSize): Piece[] {
  const [quoteMarks = ''] = /^[ \t]*>[> \t]*/.exec(text) ?? []
  const glue = quoteMarks === '' ? ' ' : '\n'
  const [first, ...rest] = cutText(text, size.targetChars).filter((piece) => piece.trim() !== '')
  if (first === undefined) return []
  return [
    { text: first.trimEnd(), glue: '\n\n' },
    ...rest.map((piece) => ({ text: marked(piece.trimEnd(), quoteMarks), glue })),
  ]
}

function marked(piece: string, quoteMarks: string): string {
  return piece.trimStart().startsWith('>') ? piece : quoteMarks + piece
}
