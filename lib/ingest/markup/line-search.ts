export type LineSearch = ReturnType<typeof createLineSearch>

/** A page's lines, searched forward for closing marks in time linear in the page. */
export function createLineSearch(lines: string[]) {
  const lastLines = new Map<string, number>()

  /** The last line that holds a mark: what makes a search that must fail cost nothing. */
  function lastLine(mark: string): number {
    const known = lastLines.get(mark)
    if (known !== undefined) return known
    const last = lines.findLastIndex((line) => line.includes(mark))
    lastLines.set(mark, last)
    return last
  }

  return {
    lines,
    /** The first line from `from` on that holds a mark, and the offset behind the mark. */
    find(mark: string, from: number): { line: number; end: number } | undefined {
      const last = lastLine(mark)
      for (let line = from; line <= last; line += 1) {
        const at = lines[line]?.indexOf(mark) ?? -1
        if (at >= 0) return { line, end: at + mark.length }
      }
      return undefined
    },
    /** Where to read on behind an offset of a line: that line's rest, or the next line. */
    resume(line: number, end: number): number {
      const rest = lines[line]?.slice(end) ?? ''
      if (rest.trim() === '') return line + 1
      lines[line] = rest.trimStart()
      return line
    },
  }
}

/** What a reader of a page's lines does with the lines from `at` on. */
export interface Step {
  /** The line to go on with. */
  next: number
  keep: string[]
}
