import { createFenceTracker } from '../../text/markdown/fence.ts'
import type { InlineRule } from '../markup/inline-rule.ts'

const queries = /^[ \t>]*(?:`{3,}|~{3,})[ \t]*(?:dataview(?:js)?|query|button|excalidraw|tasks)\b/

/** Obsidian's notes: comments and queries go, and so do the names of blocks. */
export function obsidianLines(lines: readonly string[]): string[] {
  const isCode = createFenceTracker()
  const kept: string[] = []
  let isHidden = false
  let isQuery = false
  for (const line of lines) {
    const wasCode = isCode(line)
    if (wasCode && !isHidden) {
      isQuery ||= queries.test(line)
      if (!isQuery) kept.push(line)
      else if (/^[ \t>]*(?:`{3,}|~{3,})[ \t]*$/.test(line)) isQuery = false
      continue
    }
    isQuery = false
    if (/^[ \t]*%%[ \t]*$/.test(line)) {
      isHidden = !isHidden
      kept.push('')
    } else if (!isHidden) kept.push(...withoutComment(line))
    const opens = !wasCode && /^[ \t]*%%(?!.*%%)/.test(line) && line.trim() !== '%%'
    if (opens) isHidden = true
    else if (isHidden && /%%[ \t]*$/.test(line) && line.trim() !== '%%') isHidden = false
  }
  return kept
}

function withoutComment(line: string): string[] {
  if (/^[ \t]*%%(?!.*%%)/.test(line)) return ['']
  return [line.replace(/[ \t]\^[\w-]{1,40}[ \t]*$/, '').replace(/^\^[\w-]{1,40}[ \t]*$/, '')]
}

export const obsidianInline: InlineRule[] = [
  { pattern: /%%[^%\n]{0,1000}%%/y, shown: () => '' },
  {
    pattern: /!\[\[([^[\]\n|]{1,300})(?:\|([^[\]\n]{0,300}))?\]\]/y,
    shown: ([, , alias = '']) => (/^\d+(?:x\d+)?$/.test(alias) ? '' : alias),
  },
  {
    pattern: /\[\[([^[\]\n|]{1,300})(?:\|([^[\]\n]{1,300}))?\]\]/y,
    shown: ([, target = '', alias]) => alias ?? target.replace(/^#/, '').replace(/#\^?/g, ' › '),
  },
  { pattern: /==([^=\n]{1,500})==/y, shown: ([, text = '']) => text },
]
