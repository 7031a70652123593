import { createFenceTracker } from '../../text/markdown/fence.ts'
import type { InlineRule } from '../markup/inline-rule.ts'

const indented =
  /^([ \t]*)(?:!!!|\?\?\?\+?|===[!+]{0,2})[ \t]+(?:([\w -]*?)[ \t]*)?(?:"((?:[^"\\]|\\.)*)")?[ \t]*$/
const blockMark = /^([ \t]*)\/{3,}(?:[ \t]+([\w-]+)[ \t]*(?:\|[ \t]*(.*))?)?$/
const listedFence = /^([ \t>]*(?:`{3,}|~{3,}))[ \t]*\{([ \t]*[.#][^{}]*)\}[ \t]*$/
const maxDepth = 40

/** Material for MkDocs: admonitions and tabs whose bodies are indented, and blocks between slashes. */
export function mkdocsLines(lines: readonly string[], depth = 0): string[] {
  const isCode = createFenceTracker()
  const kept: string[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const inCode = isCode(line)
    const opening = inCode ? null : indented.exec(line)
    if (opening !== null && depth < maxDepth) {
      const [, indent = '', , title = ''] = opening
      const end = endOfBody(lines, at + 1, indent.length + 4)
      const body = lines.slice(at + 1, end).map((each) => indent + each.slice(indent.length + 4))
      kept.push('', ...titleOf(title, indent), ...mkdocsLines(body, depth + 1), '')
      at = end - 1
      continue
    }
    const block = inCode ? null : blockMark.exec(line)
    if (block === null) {
      kept.push(inCode ? withPlainInfo(line) : line)
      continue
    }
    const [, indent = '', , title = ''] = block
    kept.push('', ...titleOf(title, indent))
    while (/^ {4,}[\w-]+:(?: |$)/.test(lines[at + 1] ?? '')) at += 1
  }
  return kept
}

const titleOf = (title: string, indent: string) =>
  title.trim() === '' ? [] : [indent + title.trim(), '']

/** The line behind the indented body, trailing empty lines left out. */
function endOfBody(lines: readonly string[], from: number, indent: number): number {
  let end = from
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line.trim() === '') continue
    if (line.length - line.trimStart().length < indent) break
    end = at + 1
  }
  return end
}

/** ``` { .python title="a.py" } → ```python title="a.py" */
function withPlainInfo(line: string): string {
  const [, fence, attributes = ''] = listedFence.exec(line) ?? []
  if (fence === undefined) return line
  const [, language = ''] = /(?:^|\s)\.([\w+#-]+)/.exec(attributes) ?? []
  const [title = ''] = /\stitle="[^"]*"/.exec(attributes) ?? []
  return `${fence}${language}${title}`
}

/** Icons, keys, and what a plugin would fill in. */
export const mkdocsInline: InlineRule[] = [
  {
    pattern:
      /:(?:material|fontawesome|octicons|simple|custom)-[\w-]{1,80}:(?:\{[^{}\n]{0,200}\})?/y,
    shown: () => '',
  },
  { pattern: /\+\+([\w+."' -]{1,80})\+\+/y, shown: ([, keys = '']) => keys.replaceAll('"', '') },
  {
    pattern: /\{(\+\+|--|~~|==)([^{}\n]{1,500})\1\}/y,
    shown: ([, mark, text = '']) => (mark === '--' ? '' : text),
  },
]

/** Emoji by name: a picture to the reader. */
export const emoji: InlineRule = {
  pattern: /(?<![\w:])::?(?!:)[a-z][a-z0-9_+-]{1,40}:(?![\w:`])/y,
  shown: (match) => (match[0].startsWith('::') ? undefined : ''),
}
