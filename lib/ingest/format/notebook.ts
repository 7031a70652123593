import * as z from 'zod/mini'
import { orElse } from '../../text/json.ts'

const source = z.pipe(
  z._default(z.union([z.string(), z.array(z.string())]), ''),
  z.transform((lines) => (Array.isArray(lines) ? lines.join('') : lines)),
)

const Output = z.object({
  output_type: z.string(),
  name: z.optional(z.string()),
  text: source,
  data: z._default(z.record(z.string(), z.unknown()), {}),
})

const Cell = z.object({
  cell_type: z.string(),
  source,
  outputs: z._default(z.array(orElse(z.nullable(Output), null)), []),
  metadata: orElse(
    z._default(z.object({ tags: orElse(z._default(z.array(z.string()), []), []) }), { tags: [] }),
    { tags: [] },
  ),
})

const Notebook = z.object({
  cells: z.array(Cell),
  metadata: z._default(
    z.object({
      kernelspec: z.optional(z.object({ language: z.optional(z.string()) })),
      language_info: z.optional(z.object({ name: z.optional(z.string()) })),
    }),
    {},
  ),
})

const longestOutput = 1_000

/** A notebook as Markdown: its texts, its code, and of what the code put out the text alone. */
export function notebookToMarkdown(text: string): string | undefined {
  const notebook = Notebook.safeParse(parsed(text))
  if (!notebook.success) return undefined
  const { cells, metadata } = notebook.data
  const language = metadata.language_info?.name ?? metadata.kernelspec?.language ?? 'python'
  return cells.flatMap((cell) => cellLines(cell, language)).join('\n\n')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What is no JSON is no notebook; the caller says so with the page's name.
    return undefined
  }
}

function cellLines(
  { cell_type, source: text, outputs, metadata }: z.infer<typeof Cell>,
  language: string,
) {
  const isTagged = (...tags: string[]) => tags.some((tag) => metadata.tags.includes(tag))
  if (text.trim() === '' || isTagged('remove-cell', 'remove_cell')) return []
  if (cell_type === 'markdown') return [text]
  // The first raw cell may be the front matter.
  if (cell_type === 'raw') return /^---\n/.test(text) ? [text] : []
  if (cell_type !== 'code') return []
  const code = isTagged('remove-input', 'remove_input') ? [] : [fenced(text, language)]
  const shown = isTagged('remove-output', 'remove_output') ? [] : outputs.flatMap(outputText)
  return [...code, ...shown]
}

/** Text that was printed, or a value as text where it is not the stand-in of a picture. */
function outputText(output: z.infer<typeof Output> | null): string[] {
  if (output === null || output.name === 'stderr' || output.output_type === 'error') return []
  const kinds = Object.keys(output.data)
  if (kinds.some((kind) => !kind.startsWith('text/'))) return []
  const value = source.safeParse(output.data['text/plain']).data ?? ''
  const text = (output.text || value).trim()
  if (text === '' || /^<[\w.]+(?: object)?(?: at 0x[0-9a-f]+)?[^<>]*>$/.test(text)) return []
  return [fenced(text.slice(0, longestOutput).toWellFormed(), 'text')]
}

function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`{3,}/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`
}
