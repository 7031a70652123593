import * as z from 'zod/mini'
import type { Format } from './corpus.ts'
import { readJsonl } from './jsonl.ts'
import { noPassages } from './no-passages.ts'

const Row = z.object({
  id: z.int(),
  corpus: z.string(),
  question: z.string(),
  references: z
    .array(z.object({ start_utf16: z.int(), end_utf16: z.int(), text: z.string() }))
    .check(z.minLength(1)),
})

/** Chroma's chunking evaluation: exact excerpts, wherever the splitting has cut them. */
export const chunking: Format = {
  name: 'chunking',
  fits: (row) => 'references' in row && 'corpus' in row,
  questions: (file) =>
    readJsonl(file, Row).map(({ id, corpus, question, references }) => {
      const source = `docs/${corpus}.md`
      return {
        id: String(id),
        group: corpus,
        text: question,
        turns: [],
        isAnswerable: true,
        wanted: references.map(({ text }) => [{ source, excerpt: text }]),
        stretches: references.map(({ start_utf16: start, end_utf16: end }) => ({
          source,
          start,
          end,
        })),
      }
    }),
  passages: noPassages,
}
