import { alternativeOf } from './image-alternative.ts'
import type { LineSearch, Step } from './line-search.ts'
import { type Tag, tagAt } from './markup-tag.ts'
import { attributesOf, shownAttributes } from './shown-attributes.ts'

const hiddenTags = new Set(['script', 'style'])
const maxTagLines = 40

/**
 * Reads the tags that begin a line: the tag goes, its text stays. Text indented for the tag's sake
 * moves to the margin, or Markdown would take it for code.
 */
export function componentTag(search: LineSearch) {
  let depth = 0
  let tagIndent: number | undefined
  let textIndent = 0
  let tabs: string[] = []

  function enter(tag: Tag, indent: number) {
    if (tag.kind === 'empty') return
    depth = Math.max(0, depth + (tag.kind === 'open' ? 1 : -1))
    tagIndent = depth > 0 ? indent : undefined
    textIndent = 0
  }

  /** Nextra names all tabs at once, above them. */
  function tabLines(tag: Tag): string[] | undefined {
    if (tag.kind !== 'open' || !/^(?:Tabs\.)?Tab$/.test(tag.name) || tabs.length === 0)
      return undefined
    const [label = '', ...rest] = tabs
    tabs = rest
    return [label, '']
  }

  function read(at: number, line: string): Step | undefined {
    const indent = indentOf(line)
    if (line[indent] !== '<' || (indent > 3 && depth === 0)) return undefined
    if (/^<\/?>\s*$/.test(line.slice(indent))) return { next: at + 1, keep: [''] }
    search.lines[at] = line
    const found = tagFrom(search.lines, at, indent)
    if (found === undefined) return undefined
    const { tag, lastLine, end } = found
    if (tag.name === 'pre' && tag.kind === 'open') return preformatted(search, at)
    const next = search.resume(lastLine, end)
    if (hiddenTags.has(tag.name) && tag.kind === 'open') return hidden(search, next, tag.name)
    if (next > lastLine) enter(tag, indent)
    tabs = itemsOf(tag) ?? tabs
    const keep =
      tag.isInline && next === lastLine ? [] : ['', ...(tabLines(tag) ?? titleLines(tag))]
    return { next, keep }
  }

  function dedent(line: string): string {
    const indent = indentOf(line)
    if (indent === line.length) return line
    if (tagIndent !== undefined) textIndent = indent >= 4 && indent >= tagIndent ? indent : 0
    else if (indent < textIndent) textIndent = 0
    tagIndent = undefined
    return line.slice(textIndent)
  }

  return { read, dedent }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

function tagFrom(lines: readonly string[], at: number, indent: number) {
  const onLine = tagAt(lines[at] ?? '', indent)
  if (onLine !== undefined) return { tag: onLine, lastLine: at, end: onLine.end }
  const tag = tagAt(lines.slice(at, at + maxTagLines).join('\n'), indent)
  if (tag === undefined) return undefined
  const rows = tag.source.split('\n')
  return { tag, lastLine: at + rows.length - 1, end: rows.at(-1)?.length ?? 0 }
}

function preformatted(search: LineSearch, at: number): Step | undefined {
  const close = search.find('</pre>', at)
  if (close === undefined) return undefined
  return { next: close.line + 1, keep: search.lines.slice(at, close.line + 1) }
}

function hidden(search: LineSearch, at: number, name: string): Step {
  const close = search.find(`</${name}>`, at)
  if (close === undefined) return { next: search.lines.length, keep: [] }
  return { next: search.resume(close.line, close.end), keep: [''] }
}

/** What a component shows of its attributes: a tab's label, a figure's caption. */
function titleLines(tag: Tag): string[] {
  if (tag.name === 'img') return [alternativeOf(tag.source), '']
  if (tag.kind === 'close' || !/^[A-Z]|-/.test(tag.name)) return []
  const shown = shownAttributes(tag.name, attributesOf(tag.source.slice(tag.name.length + 1)))
  return shown.length > 0 ? [...shown, ''] : []
}

/** The labels in `items={['npm', 'yarn']}`. */
function itemsOf(tag: Tag): string[] | undefined {
  const [, items] = /\sitems=\{\[([^\]]{0,1000})\]\}/.exec(tag.source) ?? []
  if (items === undefined) return undefined
  return Array.from(
    items.matchAll(/"([^"]+)"|'([^']+)'/g),
    ([, double, single]) => double ?? single ?? '',
  )
}
