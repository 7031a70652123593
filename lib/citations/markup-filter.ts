import { isSafeTarget } from './link-target.ts'

const longestSpan = 2000
const fenceMark = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})(.*)/
const nestedFence = /^[ \t\d>*+.)-]*[\d>*+.)-][ \t]*(?:`{3}|~{3})/

/**
 * Lets an answer's Markdown through as it streams, without raw HTML and images: `<b>` becomes text,
 * and `![x](url)` a link, so that nothing a passage smuggles in is loaded or run on the reader's
 * page. A link to anything but http, https, mail or the site itself becomes text too. Code is left
 * alone where every Markdown parser takes it for code; a code span is held back until it is closed.
 */
export function createMarkupFilter() {
  let held = ''
  let fence: { mark: string; indent: number } | undefined
  // The line up to here.
  let line = ''
  // A fence may have ended with its list item or quote: parsers know, and we do not.
  let isDoubtful = false
  // Backticks without others on their line may open a span that ends on a later one.
  let mayBeSpan = false

  /** How much of the text is settled, and what it becomes; undefined when more text must come. */
  function step(text: string, isEnd: boolean): { length: number; out: string } | undefined {
    if (line === '') {
      if (!isEnd && /^[ \t\d>*+.)-]*(?:`{0,2}|~{0,2})$/.test(text)) return undefined
      const opening = fenceLine(text, isEnd)
      if (opening !== 'none') return opening
    }
    if (fence && !isDoubtful) return { length: 1, out: text.charAt(0) }
    if (text.startsWith(']')) return linkTarget(text, isEnd)
    if (text.length === 1 && /[<!\\]/.test(text) && !isEnd) return undefined
    if (fence) return { length: 1, out: safe(text, 0) }
    if (text.startsWith('`')) return codeSpan(text, isEnd)
    if (/^\\[\\`]/.test(text)) return { length: 2, out: text.slice(0, 2) }
    return { length: 1, out: safe(text, 0) }
  }

  /** A line that opens or closes a fence; else what its beginning tells is noted. */
  function fenceLine(text: string, isEnd: boolean) {
    const isBlank = /^[ \t]*\n/.test(text)
    const indent = (/^[ \t]*/.exec(text)?.[0] ?? '').replaceAll('\t', '    ').length
    if (isBlank) mayBeSpan = false
    else if (fence ? indent < fence.indent : nestedFence.test(text)) isDoubtful = true
    if (!/^ {0,3}[`~]/.test(text)) return 'none'
    const whole = /^[^\n]*\n/.exec(text)?.[0] ?? (isEnd ? text : undefined)
    if (whole === undefined) return undefined
    const [, mark = '', info = ''] = fenceMark.exec(whole.trimEnd()) ?? []
    const isFence = fence ? mark.startsWith(fence.mark) && info === '' : mark !== ''
    if (!isFence) return 'none'
    fence = fence ? undefined : { mark, indent }
    return { length: whole.length, out: isDoubtful ? allSafe(whole) : whole }
  }

  /** A span that is not closed on its line: its backticks are text, and what follows is judged so. */
  function codeSpan(text: string, isEnd: boolean): { length: number; out: string } | undefined {
    const { run, length } = spanAt(text)
    if (length !== undefined && (length < text.length || isEnd)) {
      const span = text.slice(0, length)
      const isCode = !isDoubtful && !mayBeSpan && !belongsElsewhere(line, span)
      return { length, out: isCode ? span : allSafe(span) }
    }
    if (!isEnd && !text.includes('\n') && text.length <= longestSpan) return undefined
    mayBeSpan = true
    return { length: run.length, out: run }
  }

  function settle(text: string, isEnd: boolean): string {
    let out = ''
    let at = 0
    while (at < text.length) {
      const settled = (line && plainRun(text, at)) || step(text.slice(at), isEnd)
      if (!settled) break
      out += settled.out
      const read = text.slice(at, at + settled.length)
      line = read.endsWith('\n') ? '' : line + read
      at += settled.length
    }
    held = text.slice(at)
    return out
  }

  return {
    /** The part of the text so far that is safe to show. */
    push: (chunk: string): string => settle(held + chunk.replaceAll('\r', ''), false),

    /** What was held back, when the stream has ended. */
    end: (): string => settle(held, true),
  }
}

/** A whole text without raw HTML and images. */
export function withoutMarkup(text: string): string {
  const filter = createMarkupFilter()
  return filter.push(text) + filter.end()
}

// What begins and ends nothing within a line.
const plain = /[^\n`<![\]\\]+/y

/** The plain characters at a place of a text, all at once; undefined where there are none. */
function plainRun(text: string, at: number) {
  plain.lastIndex = at
  const run = plain.exec(text)?.[0]
  return run && { length: run.length, out: run }
}

/** A bracket that a target follows: where the reader may not go there, they are set apart. */
function linkTarget(text: string, isEnd: boolean) {
  if (text.length === 1 && !isEnd) return undefined
  if (!/^\][(:]/.test(text)) return { length: 1, out: ']' }
  const isSafe = isSafeTarget(text.slice(2), isEnd)
  return isSafe === undefined ? undefined : { length: 1, out: isSafe ? ']' : '] ' }
}

/** The backticks a text begins with, and how long their span is; undefined unless closed on its line. */
function spanAt(text: string): { run: string; length: number | undefined } {
  const run = /^`+/.exec(text)?.[0] ?? '`'
  const lineEnd = text.indexOf('\n')
  const body = text.slice(run.length, lineEnd < 0 ? longestSpan : Math.min(lineEnd, longestSpan))
  const close = new RegExp(`(?<!\`)${run}(?!\`)`).exec(body)
  return { run, length: close ? run.length * 2 + close.index : undefined }
}

/** The character of a text at a place, as no beginning of a tag or an image. */
function safe(text: string, at: number): string {
  if (/^<[a-z/!?]/i.test(text.slice(at, at + 2))) return '&lt;'
  if (/^\][(:]$/.test(text.slice(at, at + 2)) && !isSafeTarget(text.slice(at + 2), true))
    return '] '
  return text.startsWith('![', at) ? '! ' : text.charAt(at)
}

const allSafe = (text: string) =>
  Array.from({ length: text.length }, (_, at) => safe(text, at)).join('')

/** Whether what looks like a span may be cut by a table's cells, or begin in a link's address. */
const belongsElsewhere = (before: string, span: string) =>
  span.includes('|') ||
  /\]\((?:[^)]*|.*[<"'(\\].*)$/.test(before) ||
  /(?:\/\/|www\.)\S*$/i.test(before)
