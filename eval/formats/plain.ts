import * as z from 'zod/mini'
import type { Format } from './corpus.ts'
import { readJsonl } from './jsonl.ts'
import { noPassages } from './no-passages.ts'

const Row = z.object({
  question: z.string(),
  relevant: z.array(z.object({ source: z.string(), section: z.optional(z.string()) })),
})

/** An owner's own golden questions; without relevant sections the book does not answer. */
export const plain: Format = {
  name: 'plain',
  fits: (row) => 'question' in row && 'relevant' in row,
  questions: (file) =>
    readJsonl(file, Row).map(({ question, relevant }) => ({
      id: question,
      group: relevant.length > 0 ? 'answerable' : 'unanswerable',
      text: question,
      turns: [],
      isAnswerable: relevant.length > 0,
      wanted: relevant.length > 0 ? [relevant.map(withoutUndefined)] : [],
    })),
  passages: noPassages,
}

const withoutUndefined = ({ source, section }: { source: string; section?: string | undefined }) =>
  section === undefined ? { source } : { source, section }
