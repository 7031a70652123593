import { UsageError } from '../../dev/commands/usage-error.ts'
import { chunking } from './chunking.ts'
import type { Format } from './corpus.ts'
import { golden } from './golden.ts'
import { firstRow } from './jsonl.ts'
import { mtrag } from './mtrag.ts'
import { plain } from './plain.ts'
import { squad } from './squad.ts'
import { xquad } from './xquad.ts'

const formats: Format[] = [squad, mtrag, xquad, chunking, golden, plain]

/** The format of a file of questions, told by the fields of its first row. */
export function formatOf(file: string): Format {
  const row = firstRow(file)
  const format = formats.find(({ fits }) => fits(row))
  if (format) return format
  throw new UsageError(
    `${file}:1: relevant: is missing; each line needs {question, relevant: [{source, section}]}.`,
  )
}
