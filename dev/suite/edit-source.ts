/** A piece of a source, and what takes its place. */
export interface Edit {
  start: number
  end: number
  text: string
}

/** A source with these edits, given in any order; none reaches into another. */
export const edited = (code: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((text, { start, end, text: by }) => text.slice(0, start) + by + text.slice(end), code)

/** Stops the build where a package has no longer what a Worker is to do without. */
export function requirePiece(isThere: boolean, path: string, piece: string): void {
  if (isThere) return
  throw new Error(
    `${path} has no ${piece}: look again at what the build leaves out of this package`,
  )
}
