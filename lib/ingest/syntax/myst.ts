import type { InlineRule } from '../markup/inline-rule.ts'

const directive = /^([ \t>]*)(`{3,}|~{3,}|:{3,})[ \t]*\{([A-Za-z][\w:+.-]*)\}[ \t]*(.*)$/
const plainFence = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})/
const option = /^[ \t>]*:([\w-]+):[ \t]*(.*)$/

const code = new Set(
  'code code-block sourcecode code-cell parsed-literal prompt mermaid graphviz doctest testcode highlight python r julia bash sql js ojs dot latex console'.split(
    ' ',
  ),
)
// What their argument or their body holds is for the generator alone.
const hidden = new Set(
  'toctree contents tableofcontents bibliography raw index meta currentmodule module iframe literalinclude include only highlightlang default-role role substitution video youtube'.split(
    ' ',
  ),
)
const withPath = new Set('figure image grid card-carousel tab-set subfigure'.split(' '))

interface Opened {
  marker: string
  kind: 'prose' | 'code' | 'hidden' | 'math'
  indent: string
}

/** Directives of MyST: those that hold text are opened, those of code become fences, the rest goes. */
export function mystLines(lines: readonly string[]): string[] {
  if (!lines.some((line) => directive.test(line) || isTarget(line))) return [...lines]
  const kept: string[] = []
  const open: Opened[] = []
  let fence: string | undefined
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const top = open.at(-1)
    if (fence !== undefined) {
      kept.push(line)
      if (closes(line, fence)) fence = undefined
      continue
    }
    if (top !== undefined && closes(line, top.marker)) {
      open.pop()
      kept.push(top.kind === 'code' ? `${top.indent}\`\`\`` : top.kind === 'math' ? '$$' : '')
      continue
    }
    if (top !== undefined && top.kind !== 'prose') {
      if (top.kind !== 'hidden') kept.push(line)
      continue
    }
    const found = directive.exec(line)
    if (found !== null) {
      const opened = openDirective(found)
      const { end, shown } = readOptions(lines, at + 1)
      open.push(opened)
      kept.push(...linesOf(opened, found), ...(opened.kind === 'prose' ? shown : []))
      at = end - 1
      continue
    }
    fence = plainFence.exec(line)?.[1]
    kept.push(isTarget(line) ? '' : line)
  }
  // What nobody closed ends with the page.
  if (open.at(-1)?.kind === 'code') kept.push('```')
  return kept
}

function openDirective([, indent = '', marker = '', name = '']: RegExpExecArray): Opened {
  if (name === 'math') return { marker, kind: 'math', indent }
  const kind = code.has(name) ? 'code' : hidden.has(name) ? 'hidden' : 'prose'
  return { marker, kind, indent }
}

function linesOf(
  { kind, indent }: Opened,
  [, , , name = '', argument = '']: RegExpExecArray,
): string[] {
  if (kind === 'hidden') return ['']
  if (kind === 'math') return ['$$']
  if (kind === 'code') return [`${indent}\`\`\`${languageOf(name, argument)}`]
  const title = withPath.has(name) ? '' : argument.trim()
  return title === '' ? [''] : ['', indent + title, '']
}

function languageOf(name: string, argument: string): string {
  if (/^(?:code|code-block|sourcecode|highlight)$/.test(name)) return argument.trim()
  if (name === 'code-cell')
    return /^[\w+-]*/.exec(argument)?.[0].replace('ipython3', 'python') ?? ''
  return /^(?:parsed-literal|prompt|doctest|testcode)$/.test(name) ? '' : name
}

/** A directive's options, of which a reader sees the caption and what an image shows. */
function readOptions(lines: readonly string[], from: number): { end: number; shown: string[] } {
  const shown: string[] = []
  let at = from
  if (/^[ \t>]*---[ \t]*$/.test(lines[at] ?? '')) {
    const close = lines.slice(at + 1, at + 40).findIndex((line) => /^[ \t>]*---[ \t]*$/.test(line))
    if (close >= 0) return { end: at + close + 2, shown }
  }
  for (; at < lines.length; at += 1) {
    const [, name, value = ''] = option.exec(lines[at] ?? '') ?? []
    if (name === undefined) break
    if (/^(?:alt|caption)$/.test(name) && value.trim() !== '') shown.push('', value.trim(), '')
  }
  return { end: at, shown }
}

function closes(line: string, marker: string): boolean {
  const run = line.replace(/^[ \t>]+/, '').trimEnd()
  return run.length >= marker.length && run === marker.charAt(0).repeat(run.length)
}

const isTarget = (line: string) => /^[ \t]*\([^()\n]{1,200}\)=[ \t]*$/.test(line)

/** What only a page of MyST has: comments behind a percent sign, breaks between blocks. */
export const mystCommentLines = (lines: readonly string[]) =>
  lines.map((line) => (/^(?:%(?: |$)|\+\+\+)/.test(line) ? '' : line))

const quotedRoles =
  /^(?:code|file|command|kbd|samp|envvar|program|option|py:\w+|c:\w+|cpp:\w+|js:\w+|func|class|meth|mod|attr|exc|data|const|obj|any|guilabel|menuselection|download)$/

/** Roles of MyST and reStructuredText: the text of a reference, and its target where it has none. */
export const roles: InlineRule[] = [
  {
    pattern: /\{([A-Za-z][\w:+.-]{0,40})\}(`{1,3})([^`]{1,500})\2/y,
    shown: ([, role = '', , text = '']) => shownRole(role, text),
  },
  {
    pattern: /:([A-Za-z][\w:+.-]{0,40}):`([^`]{1,500})`/y,
    shown: ([, role = '', text = '']) => shownRole(role, text),
  },
]

/** A link without a text: its site writes the title of what it leads to. */
export const emptyLink: InlineRule = {
  pattern: /\[\]\((?!https?:)#?([^()\s]{1,200})\)/y,
  shown: ([, to = '']) => target('doc', to.replace(/\.\w+$/, '')),
}

function shownRole(role: string, content: string): string {
  const [, named] = /^([\s\S]*?)\s*<[^<>]*>$/.exec(content) ?? []
  const text = (named ?? content).trim()
  if (/^(?:label|eqlabel|width|height|bookmark|begin_tab|end_tab|index)$/.test(role)) return ''
  if (role === 'math') return `$${text}$`
  if (named !== undefined) return text
  if (/^(?:numref|eqref|ref|doc|term|secref)$/.test(role)) return target(role, text)
  if (/^cite/.test(role)) return `(${text})`
  return quotedRoles.test(role) || /[\\{}]/.test(text) ? `\`${text.replace(/^[~!]/, '')}\`` : text
}

/** `sec_linear_regression` → linear regression: the nearest to what the site fills in. */
function target(role: string, text: string): string {
  if (role === 'term') return text
  const name = role === 'doc' ? (text.split('/').at(-1) ?? text) : text
  return name
    .replace(
      /^(?:(?:sec|chap|subsec|fig|tab|tbl|eq|img|ch)[_:-]|(?:section|chapter|figure|table|equation|code|image):)/,
      '',
    )
    .replace(/[_-]+/g, ' ')
}
