import { tagAt } from './markup-tag.ts'

const COMMENTS = [
  ['<!--', '-->'],
  ['{/*', '*/}'],
] as const
const IMAGE = /(?<!\\)!\[([^[\]]{0,500})\](?:\([^()\n]{0,1000}\)|\[[^[\]\n]{0,200}\])/g

/** Text without its tags and comments, images as their alternative text; line ends stay. */
export function stripMarkup(text: string): string {
  const images = text.includes('![') ? text.replace(IMAGE, '$1') : text
  if (!images.includes('<') && !images.includes('{/*')) return images
  return stripTags(images)
}

function stripTags(text: string): string {
  const kept: string[] = []
  const lastCloses = COMMENTS.map(([, close]) => text.lastIndexOf(close))
  let from = 0
  for (let at = nextMarkup(text, 0); at >= 0; at = nextMarkup(text, at)) {
    const found = text[at - 1] === '\\' ? undefined : markupAt(text, at, lastCloses)
    if (found === undefined) {
      at += 1
      continue
    }
    kept.push(text.slice(from, at), found.stands)
    from = at = found.end
  }
  return kept.join('') + text.slice(from)
}

function nextMarkup(text: string, from: number): number {
  const markup = /<[A-Za-z/!]|\{\/\*/g
  markup.lastIndex = from
  return markup.exec(text)?.index ?? -1
}

function markupAt(
  text: string,
  at: number,
  lastCloses: readonly number[],
): { end: number; stands: string } | undefined {
  for (const [kind, [open, close]] of COMMENTS.entries()) {
    const from = at + open.length
    // Without this look ahead, a page of unclosed comments is searched once for each of them.
    if (!text.startsWith(open, at) || (lastCloses[kind] ?? -1) < from) continue
    const end = text.indexOf(close, from) + close.length
    return { end, stands: lineEnds(text.slice(at, end)) }
  }
  const tag = tagAt(text, at)
  if (tag === undefined) return undefined
  return { end: tag.end, stands: lineEnds(tag.source) || (tag.isInline ? '' : ' ') }
}

function lineEnds(text: string): string {
  return text.replace(/[^\n]+/g, '')
}
