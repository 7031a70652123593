import { createFenceTracker } from '../../text/markdown/fence.ts'
import type { InlineRule } from '../markup/inline-rule.ts'
import { attributesOf } from '../markup/shown-attributes.ts'
import { tagLines } from '../markup/tag-lines.ts'

const aloneTag = /^([ \t>]*)\{%-?[ \t]*([^%]{0,2000}?)[ \t]*-?%\}[ \t]*$/
const maxTagLines = 30

/**
 * Tags between `{%` and `%}`, as GitBook, Markdoc, Jekyll and MkDocs' macros write them: the tag goes,
 * what it shows stays. Raw blocks stay as they are, code blocks become fences, comments go.
 */
export function templateLines(lines: readonly string[]): string[] {
  if (!lines.some((line) => line.includes('{%'))) return [...lines]
  const isCode = createFenceTracker()
  const kept: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (isCode(line)) {
      kept.push(line)
      continue
    }
    const { text, last } = wholeTag(lines, at)
    const [, indent = '', inner] = aloneTag.exec(text) ?? []
    if (inner === undefined) {
      kept.push(line)
      continue
    }
    at = last
    const name = /^\/?[\w-]+/.exec(inner)?.[0] ?? ''
    const closing = closeOf(name)
    const end = closing === undefined ? -1 : endOf(lines, at + 1, closing)
    if (end < 0) {
      kept.push(...tagLines(name, attributesOf(inner.slice(name.length)), indent))
      continue
    }
    const body = lines.slice(at + 1, end)
    if (name === 'raw' || name === 'verbatim') kept.push(...body.map(escaped))
    if (name === 'highlight')
      kept.push(`\`\`\`${/\s([\w+#-]+)/.exec(inner)?.[1] ?? ''}`, ...body, '```')
    at = end
  }
  return kept
}

/** A tag that goes on over several lines, as one. */
function wholeTag(lines: readonly string[], at: number): { text: string; last: number } {
  const line = lines[at] ?? ''
  if (!/^[ \t>]*\{%/.test(line) || line.includes('%}')) return { text: line, last: at }
  const window = lines.slice(at, at + maxTagLines)
  const end = window.findIndex((each) => each.includes('%}'))
  return end < 0
    ? { text: line, last: at }
    : {
        text: window
          .slice(0, end + 1)
          .map((each, index) => (index === 0 ? each : each.trim()))
          .join(' '),
        last: at + end,
      }
}

const closeOf = (name: string) =>
  ['raw', 'verbatim', 'highlight', 'comment'].includes(name)
    ? new RegExp(`\\{%-?\\s*(?:end|/)${name}\\s*-?%\\}`)
    : undefined

const endOf = (lines: readonly string[], from: number, closing: RegExp) => {
  const end = lines.slice(from, from + 2_000).findIndex((line) => closing.test(line))
  return end < 0 ? -1 : from + end
}

// What stands in a raw block is shown with its braces.
const escaped = (line: string) => line.replace(/\{(?=[{%#])/g, '\\{')

const tags: InlineRule = { pattern: /\{%[^%\n]{0,1000}%\}/y, shown: () => '' }
const comments: InlineRule = { pattern: /\{#[ \t][^#\n]{0,1000}#\}/y, shown: () => '' }

/** A placeholder that a script or a template fills in: nobody reads its name. */
export const placeholders: InlineRule = {
  pattern: /\{\{(?![<%#*])[^{}\n]{0,500}\}\}/y,
  shown: () => '',
}

export const templateInline: InlineRule[] = [tags, comments]

/** The mark that kept a raw block's braces from being read. */
export const rawBraces: InlineRule = { pattern: /\\(?=\{[{%#])/y, shown: () => '' }
