const maxModuleLines = 200

/** Whether a line is an include, which the site replaces by a file's text, in code as anywhere. */
export function isInclude(line: string): boolean {
  return /^[ \t]*(?:\{\{#(?:include|rustdoc_include|playground|title|template)\b[^}]*\}\}|(?:[#/;<!*]+[ \t]*)?-{1,2}8<-{1,2}(?:[ \t].*)?)\s*$/.test(
    line,
  )
}

/** Whether a line outside of code calls a helper that puts something of its own in its place. */
export function isHelper(line: string): boolean {
  return /^[ \t]*\{\{#\w+[^{}]*\}\}[ \t]*$/.test(line)
}

/** Whether a line begins an `import` or `export` of MDX, rather than a sentence with these words. */
export function isModuleCode(line: string): boolean {
  if (line.startsWith('import ')) {
    return /^import\s+(?:['"]|[\w$*{][^'"]*\sfrom\s+['"]|(?:[\w$]+\s*,\s*)?\{)/.test(line)
  }
  return /^export\s+(?:\{|\*|(?:const|let|var)\s+[\w$[{]|(?:async\s+)?function\b|default\s+(?:function|class|\(|\{|[\w$]+;?$))/.test(
    line,
  )
}

/** The line behind the module code: behind a blank line at which every bracket is closed. */
export function moduleCodeEnd(lines: readonly string[], from: number): number {
  let depth = 0
  let firstBlank: number | undefined
  const end = Math.min(lines.length, from + maxModuleLines)
  for (let at = from; at < end; at += 1) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      firstBlank ??= at
      if (depth <= 0) return at
    }
    depth += count(line, /[{([]/g) - count(line, /[})\]]/g)
  }
  return firstBlank ?? (depth <= 0 ? end : from + 1)
}

/** A `:::note Title` or `:::` line as the lines that stand for it: the title, if it has one. */
export function containerLines(line: string): string[] | undefined {
  const match = /^([ \t]*):{3,}[ \t]*(?:\[?[\w-]+\]?)?(.*)$/.exec(line)
  if (match === null) return undefined
  const title = containerTitle(match[2]?.trim() ?? '')
  return title === '' ? [''] : ['', `${match[1]}${title}`, '']
}

/** A quote's `[!NOTE] Title` as the lines that stand for it: the title, if it has one. */
export function calloutLines(line: string): string[] | undefined {
  const match = /^([ \t]*(?:>[ \t]?)+)\[!([\w -]{1,40})(?:\|[^\]\n]*)?\][+-]?[ \t]*(.*)$/.exec(line)
  if (match === null) return undefined
  return match[3] ? [`${match[1]}${match[3]}`] : []
}

function containerTitle(rest: string): string {
  const close = rest.lastIndexOf(']')
  if (rest.startsWith('[') && close > 0) return rest.slice(1, close).trim()
  return rest.replace(/\{[^{}]*\}$/, '').trim()
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
