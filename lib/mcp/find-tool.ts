import * as z from 'zod/mini'
import type { Passage } from '../chat/passage.ts'
import { fitting, short } from './cut.ts'
import { compilePattern, type Pattern, PatternError } from './pattern.ts'
import type { Reading } from './reading.ts'
import { type Tool, ToolError, tool } from './tool.ts'

const mostBytes = 4500
const mostLineCharacters = 300
const mostLines = 60

const Found = z.object({
  path: z.string(),
  section: z.string(),
  line: z.string(),
  before: z.optional(z.string()),
  after: z.optional(z.string()),
})

/** `find`: exact words, or a regular expression, line by line. */
export const findTool = ({ containing }: Pick<Reading, 'containing'>): Tool =>
  tool({
    name: 'find',
    title: 'Find exact words',
    description:
      'Finds lines that have exactly these words, or match a regular expression (of RE2’s kind: no back-references, no looking around; three plain characters in a row that every match has), with the lines around them. Good for names, options, error messages.',
    isReadOnly: true,
    input: z.strictObject({
      pattern: z.string().check(z.minLength(1), z.maxLength(200)),
      is_regex: z._default(z.boolean(), false),
      ignore_case: z._default(z.boolean(), true),
      /** Looks only into pages whose path begins so. */
      path: z._default(z.string().check(z.maxLength(500)), ''),
    }),
    output: z.object({ lines: z.array(Found), is_cut: z.boolean() }),
    async call({ pattern, is_regex, ignore_case, path }, caller) {
      const wanted = is_regex ? compiled(pattern, ignore_case) : plain(pattern, ignore_case)
      const passages = await containing(
        { text: wanted.literal, path, ignoreCase: ignore_case },
        caller,
      )
      const all = linesOf(passages, wanted, ignore_case)
      const lines = fitting(all.slice(0, mostLines), mostBytes)
      const is_cut = lines.length < all.length
      const text = lines.map(
        ({ path: page, section, before, line, after }) =>
          `${page}${section && ` › ${section}`}\n${[before, `> ${line}`, after].filter(Boolean).join('\n')}`,
      )
      const more = is_cut ? '\n\n[more lines match: narrow the pattern, or give a path]' : ''
      const none = 'No line has that. Try search for its meaning, or fewer words.'
      return { text: lines.length > 0 ? text.join('\n\n') + more : none, data: { lines, is_cut } }
    },
  })

function compiled(pattern: string, ignoreCase: boolean): Pattern {
  try {
    return compilePattern(pattern, ignoreCase)
  } catch (error) {
    if (error instanceof PatternError) throw new ToolError(error.message)
    throw error
  }
}

function plain(words: string, ignoreCase: boolean): Pattern {
  const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text)
  return { literal: fold(words), isIn: (line) => fold(line).includes(fold(words)) }
}

function linesOf(passages: Passage[], { literal, isIn }: Pattern, ignoreCase: boolean) {
  const found: z.infer<typeof Found>[] = []
  for (const { source, section, text } of passages) {
    const lines = text.split('\n')
    lines.forEach((line, at) => {
      const cut = line.slice(0, 4000)
      const folded = ignoreCase ? cut.toLowerCase() : cut
      if (!folded.includes(literal) || !isIn(cut)) return
      const shown = (text: string | undefined) => text?.trim().slice(0, mostLineCharacters)
      const before = shown(lines[at - 1])
      const after = shown(lines[at + 1])
      found.push({
        path: source,
        section: short(section),
        line: shown(around(line, folded.indexOf(literal))) ?? '',
        ...(before && { before }),
        ...(after && { after }),
      })
    })
  }
  return found
}

/** The part of a long line where the literal stands. */
const around = (line: string, at: number) =>
  line.length <= mostLineCharacters ? line : line.slice(Math.max(0, at - mostLineCharacters / 3))
