import { createFenceTracker } from '../../text/markdown/fence.ts'

// Fewer links in a row are an author's pointer, not a table of contents.
const leastEntries = 3

const entry =
  /^[ \t>]*(?:(?:[-*+]|\d{1,3}[.)])[ \t]+)+(?:(?:[\p{L} ]{1,30}:[ \t]*)?\[[^\]]{0,300}\]\(#[^()\s]{0,300}\)(?:[ \t]*[,;|·/][ \t]*\[[^\]]{0,300}\]\(#[^()\s]{0,300}\))*|<a\s+href="#[^"]{0,300}">.{0,300}<\/a>)[.,;]?[ \t]*$/u
const htmlEntry =
  /^[ \t]*(?:<\/?[uo]l[^>]*>|<li[^>]*>\s*<a\s+href="#[^"]{0,300}"[^>]*>.{0,300}<\/a>\s*(?:<\/li>|<[uo]l[^>]*>)?|<\/li>)[ \t]*$/i
const marker =
  /^[ \t]*(?:\[\[_?toc_?\]\]|\[toc\]|\[\[\[toc\]\]\]|\{\{?<? ?toc ?>?\}?\}|\{:?[ \t]*toc[^}]*\}|\$\{toc\}|<\/?(?:TOCInline|TableOfContents|Toc|toc)\b[^>]*\/?>|\.\. contents::.*|:toc:.*|toc::\[\])[ \t]*$/i
const opening = /^[ \t]*<!--\s*(?:START doctoc|toc\b|TOC\b|ts\b|\+?table of contents\b|mdtoc\b)/i
const closing = /^[ \t]*<!--\s*(?:END doctoc|tocstop\b|\/toc\b|te\b|toc end\b|\/mdtoc\b|end toc\b)/i
const longestContents = 2_000

/** Lines without tables of contents, those that a tool wrote and those that only list the page's anchors. */
export function withoutContents(lines: readonly string[]): string[] {
  const isCode = createFenceTracker()
  const code = lines.map((line) => isCode(line))
  const kept: string[] = []
  for (let at = 0; at < lines.length; ) {
    const end = code[at] === true ? at : endOfContents(lines, at)
    if (end > at) kept.push('')
    else kept.push(lines[at] ?? '')
    at = Math.max(end, at + 1)
  }
  return kept
}

/** The line behind the contents that begin at a line; the line itself where none begin. */
function endOfContents(lines: readonly string[], at: number): number {
  const line = lines[at] ?? ''
  if (marker.test(line)) return at + 1
  if (opening.test(line)) {
    const window = lines.slice(at + 1, at + longestContents)
    const close = window.findIndex((each) => closing.test(each))
    return close < 0 ? at : at + close + 2
  }
  return endOfEntries(lines, at)
}

function endOfEntries(lines: readonly string[], from: number): number {
  let entries = 0
  let end = from
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const isEntry = entry.test(line)
    if (isEntry || (/<a\s/i.test(line) && htmlEntry.test(line))) entries += 1
    else if (line.trim() !== '' && !htmlEntry.test(line)) break
    if (line.trim() !== '') end = at + 1
  }
  return entries >= leastEntries ? end : from
}
