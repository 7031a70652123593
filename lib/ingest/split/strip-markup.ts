import { tagAt } from './markup-tag.ts'

const markupPattern = /<[A-Za-z/!]|\{\/\*|!\[|`+/g
const imagePattern = /!\[([^[\]]{0,500})\](?:\([^()\n]{0,1000}\)|\[[^[\]\n]{0,200}\])/y
const commentCloses = { '<!--': '-->', '{/*': '*/}' } as const

interface Found {
  /** Offset behind the markup. */
  end: number
  /** What the reader sees in its place. */
  shown: string
}

/**
 * Text without its tags and comments, images as their alternative text; line ends stay. Code spans
 * stay too: `codeEnds` tells where the one that begins at an offset ends.
 */
export function stripMarkup(text: string, codeEnds: ReadonlyMap<number, number>): string {
  const kept: string[] = []
  const read = createReader(text, codeEnds)
  const markup = new RegExp(markupPattern)
  let from = 0
  for (let match = markup.exec(text); match !== null; match = markup.exec(text)) {
    const found = text[match.index - 1] === '\\' ? undefined : read(match.index)
    if (found === undefined) continue
    kept.push(text.slice(from, match.index), found.shown)
    from = found.end
    markup.lastIndex = found.end
  }
  return kept.join('') + text.slice(from)
}

function createReader(text: string, codeEnds: ReadonlyMap<number, number>) {
  const comment = createCommentReader(text)
  return (at: number): Found | undefined => {
    const codeEnd = codeEnds.get(at)
    if (codeEnd !== undefined) return { end: codeEnd, shown: text.slice(at, codeEnd) }
    return comment(at) ?? image(text, at) ?? tag(text, at)
  }
}

function createCommentReader(text: string) {
  const kinds = Object.entries(commentCloses).map(([open, close]) => {
    return { open, close, last: text.lastIndexOf(close) }
  })
  return (at: number): Found | undefined => {
    const kind = kinds.find(({ open }) => text.startsWith(open, at))
    // Without the last close, a page of unclosed comments would be searched once for each of them.
    if (kind === undefined || kind.last < at + kind.open.length) return undefined
    const end = text.indexOf(kind.close, at + kind.open.length) + kind.close.length
    return { end, shown: lineEnds(text.slice(at, end)) }
  }
}

function image(text: string, at: number): Found | undefined {
  imagePattern.lastIndex = at
  const match = imagePattern.exec(text)
  return match === null ? undefined : { end: imagePattern.lastIndex, shown: match[1] ?? '' }
}

function tag(text: string, at: number): Found | undefined {
  const found = tagAt(text, at)
  if (found === undefined) return undefined
  return { end: found.end, shown: lineEnds(found.source) || (found.isInline ? '' : ' ') }
}

function lineEnds(text: string): string {
  return text.replace(/[^\n]+/g, '')
}
