import { createFenceTracker } from '../../text/markdown/fence.ts'
import type { InlineRule } from '../markup/inline-rule.ts'
import { attributesOf } from '../markup/shown-attributes.ts'
import { tagLines } from '../markup/tag-lines.ts'

const alone = /^([ \t>]*)\{\{[<%][ \t]*(\/?[\w./-]+)([\s\S]{0,2000}?)[ \t]*\/?[>%]\}\}[ \t]*$/
const closing = (name: string) => new RegExp(`\\{\\{[<%][ \\t]*/[ \\t]*${name}\\b`)
const maxTagLines = 30

/** Hugo's shortcodes between blocks: the tag goes, its titles and what is inside it stay. */
export function hugoLines(lines: readonly string[]): string[] {
  if (!lines.some((line) => /\{\{[<%]/.test(line))) return [...lines]
  const isCode = createFenceTracker()
  const kept: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (isCode(line)) {
      kept.push(line)
      continue
    }
    const { text, last } = wholeShortcode(lines, at)
    const [, indent = '', name = '', rest = ''] = alone.exec(text) ?? []
    if (name === '' || /[>%]\}\}[\s\S]*\{\{/.test(rest)) {
      kept.push(line)
      continue
    }
    at = last
    const end = /^(?:highlight|comment|mermaid)$/.test(name) ? endOf(lines, at + 1, name) : -1
    if (end < 0) {
      kept.push(...shown(name, rest, indent))
      continue
    }
    const body = lines.slice(at + 1, end)
    const language = name === 'highlight' ? (/[\w+#-]+/.exec(rest)?.[0] ?? '') : name
    if (name !== 'comment') kept.push(`${indent}\`\`\`${language}`, ...body, `${indent}\`\`\``)
    at = end
  }
  return kept
}

/** `{{< tab "Linux" >}}` and `{{< tab name="Linux" >}}` show the same. */
function shown(name: string, rest: string, indent: string): string[] {
  const attributes = attributesOf(rest)
  const [, positional] = /^[ \t]*"([^"]+)"[ \t]*(?:$|")/.exec(rest) ?? []
  if (/^(?:tab|details|expand|accordion|card|button|step)$/.test(name)) {
    const label = positional ?? attributes.get('name') ?? attributes.get('header')
    if (label !== undefined) return ['', indent + label, '']
  }
  return tagLines(name, attributes, indent)
}

function wholeShortcode(lines: readonly string[], at: number): { text: string; last: number } {
  const line = lines[at] ?? ''
  if (!/^[ \t>]*\{\{[<%]/.test(line) || /[>%]\}\}/.test(line)) return { text: line, last: at }
  const window = lines.slice(at, at + maxTagLines)
  const end = window.findIndex((each) => /[>%]\}\}/.test(each))
  return end < 0
    ? { text: line, last: at }
    : { text: window.slice(0, end + 1).join('\n'), last: at + end }
}

function endOf(lines: readonly string[], from: number, name: string): number {
  const close = closing(name)
  const end = lines.slice(from, from + 2_000).findIndex((line) => close.test(line))
  return end < 0 ? -1 : from + end
}

const linking = /^(?:ref|relref|absref)$/

export const hugoInline: InlineRule[] = [
  // Written with a comment's marks, a shortcode is shown as it is.
  {
    pattern: /\{\{([<%])\/\*([^\n]{0,500}?)\*\/([>%])\}\}/y,
    shown: ([, open = '', inner = '', close = '']) => `{{${open}${inner}${close}}}`,
  },
  {
    pattern: /\{\{[<%][ \t]*(\/?[\w./-]+)([^\n]{0,1000}?)\/?[>%]\}\}/y,
    shown: ([, name = '', rest = '']) => {
      if (linking.test(name)) return /[^\s"']+/.exec(rest)?.[0] ?? ''
      const attributes = attributesOf(rest)
      const [, positional] = /^[ \t]*"([^"]+)"/.exec(rest) ?? []
      const text = attributes.get('text') ?? attributes.get('alt') ?? attributes.get('title')
      return text ?? (name === 'glossary_tooltip' || name === 'term' ? (positional ?? '') : '')
    },
  },
]
