import type { Part } from './include-mark.ts'

// ANCHOR: x (mdBook), #region x (editors), --8<-- [start:x] (snippets), tag::x[] (AsciiDoc).
const mark =
  /(?:\bANCHOR(?:_END)?:|#(?:end)?region\b|-{1,2}8<-{1,2}[ \t]*\[(?:start|end):|\b(?:tag|end)::[\w-]+\[\])/
const begins = (region: string) =>
  new RegExp(
    `(?:\\bANCHOR:[ \\t]*|#region[ \\t]+|-{1,2}8<-{1,2}[ \\t]*\\[start:[ \\t]*|\\btag::)${region}(?![\\w-])`,
  )
const ends = (region: string) =>
  new RegExp(
    `(?:\\bANCHOR_END:[ \\t]*|#endregion[ \\t]+|-{1,2}8<-{1,2}[ \\t]*\\[end:[ \\t]*|\\bend::)${region}(?![\\w-])|#endregion[ \\t]*(?:-->|\\*/)?[ \\t]*$`,
  )

/** The lines of a file that an include asks for, without the marks of regions; undefined where it has no such region. */
export function partOfFile(text: string, part: Part | undefined): string[] | undefined {
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
  const found = part === undefined ? lines : chosen(lines, part)
  return found?.filter((line) => !mark.test(line))
}

function chosen(lines: string[], part: Part): string[] | undefined {
  if (!('region' in part)) return lines.slice(Math.max(0, part.from - 1), part.to)
  const name = part.region.replace(/[^\w-]/g, '')
  const start = lines.findIndex((line) => begins(name).test(line))
  if (start < 0) return undefined
  const end = lines.slice(start + 1).findIndex((line) => ends(name).test(line))
  return lines.slice(start + 1, end < 0 ? undefined : start + 1 + end)
}
