import * as z from 'zod/mini'
import type { Format } from './corpus.ts'
import { readJsonl } from './jsonl.ts'
import { noPassages } from './no-passages.ts'

const Row = z.object({
  id: z.string(),
  question: z.string(),
  kind: z.string(),
  standalone: z.optional(z.string()),
  history: z.array(z.object({ role: z.string(), content: z.string() })),
  relevant: z.array(z.object({ source: z.string(), section: z.string(), excerpt: z.string() })),
})

const withoutAnswer = ['unanswerable', 'out-of-scope']

/** The golden questions: evidence by excerpt; only multi-section ones want all of it. */
export const golden: Format = {
  name: 'golden',
  fits: (row) => 'kind' in row && 'relevant' in row && 'history' in row,
  questions: (file) =>
    readJsonl(file, Row).map(({ id, question, kind, standalone, history, relevant }) => ({
      id,
      group: kind,
      text: question,
      turns: history.flatMap(({ role, content }, index) =>
        role === 'user' ? [{ question: content, answer: history[index + 1]?.content ?? '' }] : [],
      ),
      ...(standalone !== undefined && { rewrite: standalone }),
      isAnswerable: !withoutAnswer.includes(kind),
      wanted:
        kind === 'multi-section'
          ? relevant.map((target) => [target])
          : relevant.length > 0
            ? [relevant]
            : [],
    })),
  passages: noPassages,
}
