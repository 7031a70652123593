// The prefix may open quotes and list items; its alternatives begin differently, so it cannot backtrack.
const opening = /^((?:[ \t]|>|[-*+][ \t]|\d{1,9}[.)][ \t])*)(`{3,}(?=[^`]*$)|~{3,})/

export interface Fence {
  /** What stands before the marker: indentation, quote marks, list bullets. */
  prefix: string
  marker: string
}

/** The code fence that a line opens, if it opens one. */
export function openFence(line: string): Fence | undefined {
  const match = opening.exec(line)
  const [, prefix, marker] = match ?? []
  return prefix !== undefined && marker !== undefined ? { prefix, marker } : undefined
}

/** Whether a line closes the fence. */
export function closesFence(line: string, { marker }: Fence): boolean {
  const run = line.replace(/^[ \t>]+/, '').trimEnd()
  return run.length >= marker.length && run === marker.charAt(0).repeat(run.length)
}

/** Follows the fences of a page's lines in order: true for each line that is code or a fence. */
export function createFenceTracker(): (line: string) => boolean {
  let fence: Fence | undefined
  return (line) => {
    if (fence?.prefix.includes('>') && !line.includes('>')) fence = undefined
    if (fence === undefined) {
      fence = openFence(line)
      return fence !== undefined
    }
    if (closesFence(line, fence)) fence = undefined
    return true
  }
}

/** Markdown without its fenced code. */
export function withoutFences(markdown: string): string {
  const isCode = createFenceTracker()
  return markdown
    .split('\n')
    .filter((line) => !isCode(line))
    .join('\n')
}
