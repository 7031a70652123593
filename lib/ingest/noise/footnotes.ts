import { createFenceTracker } from '../../text/markdown/fence.ts'

const definition = /^ {0,3}\[\^([^\]\s]{1,100})\]:[ \t]*(.*)$/
const reference = /\[\^([^\]\s]{1,100})\](?!:)/g
const longestNoteLines = 30

interface Note {
  lines: string[]
  isUsed: boolean
}

/**
 * Lines with each footnote below the block that first refers to it, so that a passage which cites one
 * also holds it. A note that nothing refers to stays where it is.
 */
export function withFootnotes(lines: readonly string[]): string[] {
  if (!lines.some((line) => definition.test(line))) return [...lines]
  const isCode = createFenceTracker()
  const code = lines.map((line) => isCode(line))
  const { notes, rest } = separate(lines, code)
  const placed: string[] = []
  let due: string[] = []
  const settle = () => {
    for (const id of due) placed.push('', ...(notes.get(id)?.lines ?? []))
    due = []
  }
  for (const { line, inCode } of rest) {
    if (line.trim() === '' && due.length > 0) settle()
    placed.push(line)
    if (inCode) continue
    for (const [, id = ''] of line.matchAll(reference)) {
      const note = notes.get(id)
      if (note === undefined || note.isUsed) continue
      note.isUsed = true
      due.push(id)
    }
  }
  settle()
  for (const note of notes.values()) if (!note.isUsed) placed.push('', ...note.lines)
  return placed
}

function separate(lines: readonly string[], code: readonly boolean[]) {
  const notes = new Map<string, Note>()
  const rest: { line: string; inCode: boolean }[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const id = code[at] === true ? undefined : definition.exec(line)?.[1]
    if (id === undefined || notes.has(id)) {
      rest.push({ line, inCode: code[at] === true })
      continue
    }
    const end = endOfNote(lines, at + 1)
    notes.set(id, { lines: lines.slice(at, end), isUsed: false })
    at = end - 1
  }
  return { notes, rest }
}

/** A note goes on over lines that follow at once, and over indented ones behind an empty line. */
function endOfNote(lines: readonly string[], from: number): number {
  let end = from
  for (let at = from; at < Math.min(lines.length, from + longestNoteLines); at += 1) {
    const line = lines[at] ?? ''
    if (line.trim() === '') continue
    const isLazy = at === end && !/^(?: {0,3}(?:[-*+#>|:]|\d+[.)]|`{3}|~{3})|\[\^)/.test(line)
    if (!isLazy && !/^(?: {2,}|\t)/.test(line)) break
    end = at + 1
  }
  return end
}
