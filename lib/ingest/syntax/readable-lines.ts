import { createFenceTracker } from '../../text/markdown/fence.ts'
import { componentTag } from '../markup/component-tag.ts'
import { createLineSearch, type LineSearch, type Step } from '../markup/line-search.ts'
import { withFootnotes } from '../noise/footnotes.ts'
import { withoutContents } from '../noise/without-contents.ts'
import { withoutPayloads } from '../noise/without-payloads.ts'
import {
  calloutLines,
  containerLines,
  isHelper,
  isInclude,
  isModuleCode,
  moduleCodeEnd,
} from './docusaurus.ts'
import { type Syntax, toMarkdownLines } from './syntax.ts'

/**
 * The lines of a page that hold text: without imports, comments, component tags, includes and
 * container fences, each construct giving way to a blank line. Code stays as it is.
 */
export function readableLines(body: string, syntax: Syntax = {}): string[] {
  const lines = toMarkdownLines(withoutContents(withoutPayloads(body)), syntax)
  const search = createLineSearch(withFootnotes(lines))
  const isCode = createFenceTracker()
  const components = componentTag(search)
  const kept: string[] = []
  for (let at = 0; at < search.lines.length; ) {
    const line = components.dedent(search.lines[at] ?? '')
    if (isCode(line)) {
      if (!isInclude(line)) kept.push(line)
      at += 1
      continue
    }
    const isBlockStart = (kept.at(-1) ?? '').trim() === ''
    const step =
      moduleCode(search, at, isBlockStart) ??
      comment(search, at) ??
      components.read(at, line) ??
      plain(at, line)
    kept.push(...step.keep)
    at = step.next
  }
  return kept
}

function moduleCode({ lines }: LineSearch, at: number, isBlockStart: boolean): Step | undefined {
  if (!isBlockStart || !isModuleCode(lines[at] ?? '')) return undefined
  return { next: moduleCodeEnd(lines, at), keep: [''] }
}

function comment(search: LineSearch, at: number): Step | undefined {
  const start = search.lines[at]?.trimStart() ?? ''
  const close = start.startsWith('<!--') ? '-->' : start.startsWith('{/*') ? '*/}' : undefined
  if (close === undefined) return undefined
  const found = search.find(close, at)
  // Like a browser: an HTML comment that nobody closes hides the rest of the page.
  if (found === undefined)
    return close === '-->' ? { next: search.lines.length, keep: [] } : undefined
  return { next: search.resume(found.line, found.end), keep: [''] }
}

function plain(at: number, line: string): Step {
  const next = at + 1
  if (isInclude(line) || isHelper(line) || /^[ \t]*<<<[ \t]*\S/.test(line))
    return { next, keep: [''] }
  return { next, keep: containerLines(line) ?? calloutLines(line) ?? [line] }
}
