import { isBadge } from '../noise/badges.ts'
import { alternativeOf } from './image-alternative.ts'
import type { InlineRule } from './inline-rule.ts'
import { tagAt } from './markup-tag.ts'

const imagePattern =
  /!\[([^[\]]{0,500})\](?:\((<[^<>\n]{0,1000}>[^()\n]{0,300}|[^()\n]{0,1000})\)|\[([^[\]\n]{0,200})\])/y
const linkedImage =
  /\[!\[([^[\]]{0,500})\](?:\((<[^<>\n]{0,1000}>[^()\n]{0,300}|[^()\n]{0,1000})\)|\[([^[\]\n]{0,200})\])\](?:\([^()\n]{0,1000}\)|\[[^[\]\n]{0,200}\])/y
// Not what an image shows, but what kind of file it is.
const isKind = /^(?:png|jpe?g|svg|gif|webp|image|img)$/i
const commentCloses = { '<!--': '-->', '{/*': '*/}' } as const

interface Found {
  /** Offset behind the markup. */
  end: number
  /** What the reader sees in its place. */
  shown: string
}

/** What is known of the page around a piece of its text. */
export interface MarkupContext {
  /** Where a code span that begins at an offset ends. */
  codeEnds: ReadonlyMap<number, number>
  /** The names under which the page defines the addresses of badges. */
  badges: ReadonlySet<string>
  /** What the page's own syntax adds, by its first character. */
  rules: ReadonlyMap<string, readonly InlineRule[]>
}

/** Text without its tags and comments, images as their alternative text; line ends and code stay. */
export function stripMarkup(text: string, context: MarkupContext): string {
  const kept: string[] = []
  const read = createReader(text, context)
  const firsts = [...context.rules.keys()].map((first) => `\\${first}`)
  const markup = new RegExp(`[<{!\`[${firsts.join('')}]`, 'g')
  let from = 0
  for (let match = markup.exec(text); match !== null; match = markup.exec(text)) {
    const found = text[match.index - 1] === '\\' ? undefined : read(match.index)
    if (found === undefined) {
      // A run of backticks that opens no code is read past as one.
      if (match[0] === '`') markup.lastIndex = match.index + runOf(text, match.index)
      continue
    }
    kept.push(text.slice(from, match.index), found.shown)
    from = found.end
    markup.lastIndex = found.end
  }
  return kept.join('') + text.slice(from)
}

function createReader(text: string, { codeEnds, badges, rules }: MarkupContext) {
  const comment = createCommentReader(text)
  return (at: number): Found | undefined => {
    const codeEnd = codeEnds.get(at)
    if (codeEnd !== undefined) return { end: codeEnd, shown: text.slice(at, codeEnd) }
    return (
      comment(at) ??
      image(text, at, badges) ??
      bySyntax(text, at, rules.get(text.charAt(at)) ?? []) ??
      tag(text, at)
    )
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

function image(text: string, at: number, badges: ReadonlySet<string>): Found | undefined {
  const isLinked = text[at] === '['
  if (!isLinked && text[at] !== '!') return undefined
  const pattern = isLinked ? linkedImage : imagePattern
  pattern.lastIndex = at
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, alternative = '', address = '', name = alternative] = match
  const isSign = isBadge(address) || badges.has(name.toLowerCase())
  if (isLinked && !isSign) return undefined
  return { end: pattern.lastIndex, shown: isSign || isKind.test(alternative) ? '' : alternative }
}

function bySyntax(text: string, at: number, rules: readonly InlineRule[]): Found | undefined {
  for (const { pattern, shown } of rules) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match === null) continue
    const end = pattern.lastIndex
    const seen = shown(match)
    if (seen !== undefined) return { end, shown: seen + lineEnds(match[0]).slice(linesIn(seen)) }
  }
  return undefined
}

function tag(text: string, at: number): Found | undefined {
  const found = tagAt(text, at)
  if (found === undefined) return undefined
  const shown = found.name === 'img' ? alternativeOf(found.source) : ''
  return { end: found.end, shown: shown + (lineEnds(found.source) || (found.isInline ? '' : ' ')) }
}

function lineEnds(text: string): string {
  return text.replace(/[^\n]+/g, '')
}

const linesIn = (text: string) => text.split('\n').length - 1

function runOf(text: string, at: number): number {
  let end = at
  while (text[end] === '`') end += 1
  return end - at
}
