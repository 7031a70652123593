const MAX_MARKS = 30
const MAX_LIST_INDENT = 100

/** Whether lists or quotes nest deeper than any book's, at which parsing becomes slow. */
export function isTooDeep(lines: readonly string[]): boolean {
  return lines.some((line) => {
    const marks = /^(?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*/.exec(line)?.[0] ?? ''
    const depth = marks.match(/[^ \t\d]/g)?.length ?? 0
    return depth > MAX_MARKS || (depth > 0 && marks.length > MAX_LIST_INDENT)
  })
}
