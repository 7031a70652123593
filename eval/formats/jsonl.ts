import { readFileSync } from 'node:fs'
import type * as z from 'zod/mini'
import { UsageError } from '../../dev/commands/usage-error.ts'

/** The rows of a JSONL file; a line that does not fit is a usage error that names line and field. */
export function readJsonl<Row>(file: string, schema: z.ZodMiniType<Row>): Row[] {
  const rows: Row[] = []
  for (const [index, line] of linesOf(file).entries()) {
    if (line.trim() === '') continue
    const row = schema.safeParse(parsed(line, `${file}:${index + 1}`))
    if (!row.success) {
      const [issue] = row.error.issues
      const field = issue?.path.join('.') || 'the line'
      throw new UsageError(`${file}:${index + 1}: ${field}: ${issue?.message ?? 'is wrong'}`)
    }
    rows.push(row.data)
  }
  return rows
}

/** The first row of a JSONL file, as it is. */
export function firstRow(file: string): object {
  const line = linesOf(file).findIndex((text) => text.trim() !== '')
  if (line < 0) throw new UsageError(`${file}: is empty; it must have a JSON object on each line.`)
  const row = parsed(linesOf(file)[line] ?? '', `${file}:${line + 1}`)
  if (typeof row === 'object' && row !== null) return row
  throw new UsageError(`${file}:${line + 1}: must be a JSON object.`)
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    throw new UsageError(`${file}: cannot be read; name a JSONL file.`)
  }
}

function parsed(line: string, place: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new UsageError(`${place}: is not JSON; each line must be one JSON object.`)
  }
}
