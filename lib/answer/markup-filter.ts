const longestSpan = 2000

/**
 * Lets an answer's Markdown through as it streams, without raw HTML and images: `<b>` becomes text,
 * and `![x](url)` a link, so that nothing a passage smuggles in is loaded or run on the reader's
 * page. Code is left alone; a code span is held back until it is closed.
 */
export function createMarkupFilter() {
  let held = ''
  let fence = ''
  let isLineStart = true

  /** How much of the text is settled, and what it becomes; undefined when more text must come. */
  function step(text: string, isEnd: boolean): { length: number; out: string } | undefined {
    if (isLineStart && /^ {0,3}(?:[`~]|$)/.test(text)) {
      const line = /^[^\n]*\n/.exec(text)?.[0] ?? (isEnd ? text : undefined)
      if (line === undefined) return undefined
      const mark = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line.trimEnd())?.[1]
      if (fence ? mark?.startsWith(fence) : mark) {
        fence = fence ? '' : (mark ?? '')
        return { length: line.length, out: line }
      }
    }
    if (fence) return { length: 1, out: text.charAt(0) }
    if (text.startsWith('`')) return codeSpan(text, isEnd)
    if (text.length === 1 && /[<!]/.test(text) && !isEnd) return undefined
    if (/^<[a-z/!?]/i.test(text)) return { length: 1, out: '&lt;' }
    if (text.startsWith('![')) return { length: 1, out: '! ' }
    return { length: 1, out: text.charAt(0) }
  }

  function settle(text: string, isEnd: boolean): string {
    let out = ''
    let at = 0
    while (at < text.length) {
      const settled = step(text.slice(at), isEnd)
      if (!settled) break
      out += settled.out
      at += settled.length
      isLineStart = text.charAt(at - 1) === '\n'
    }
    held = text.slice(at)
    return out
  }

  return {
    /** The part of the text so far that is safe to show. */
    push: (chunk: string): string => settle(held + chunk, false),

    /** What was held back, when the stream has ended. */
    end: (): string => settle(held, true),
  }
}

/** A whole text without raw HTML and images. */
export function withoutMarkup(text: string): string {
  const filter = createMarkupFilter()
  return filter.push(text) + filter.end()
}

/** A span that is never closed is no code: its backticks are text, and what follows is judged as such. */
function codeSpan(text: string, isEnd: boolean): { length: number; out: string } | undefined {
  const run = /^`+/.exec(text)?.[0] ?? '`'
  const paragraph = /\n\s*\n/.exec(text)?.index
  const body = text.slice(run.length, Math.min(paragraph ?? text.length, longestSpan))
  const close = new RegExp(`(?<!\`)${run}(?!\`)`).exec(body)
  const isClosed = close && (run.length + close.index + run.length < text.length || isEnd)
  if (isClosed) {
    const length = run.length + close.index + run.length
    return { length, out: text.slice(0, length) }
  }
  const isOver = isEnd || paragraph !== undefined || text.length > longestSpan
  return isOver ? { length: run.length, out: run } : undefined
}
