import * as z from 'zod/mini'
import type { Format } from './corpus.ts'
import { readJsonl } from './jsonl.ts'

const Row = z.object({
  id: z.string(),
  question: z.string(),
  answerable: z.boolean(),
  article: z.string(),
  paragraph_index: z.int(),
})
const Passage = z.object({ article: z.string(), paragraph_index: z.int(), text: z.string() })

const sourceOf = (article: string, index: number) => `${article}#${index}`
const titleOf = (article: string) => article.replaceAll('_', ' ')

/** SQuAD 2.0: one paragraph of an article answers each question; some have no answer. */
export const squad: Format = {
  name: 'squad',
  fits: (row) => 'article' in row && 'paragraph_index' in row,
  questions: (file) =>
    readJsonl(file, Row).map(({ id, question, answerable, article, paragraph_index: index }) => ({
      id,
      group: answerable ? 'answerable' : 'unanswerable',
      text: question,
      turns: [],
      isAnswerable: answerable,
      wanted: [
        [
          { source: sourceOf(article, index) },
          {
            source: `docs/${article}.md`,
            section: `${titleOf(article)}, section ${index + 1}`,
          },
        ],
      ],
    })),
  passages: (file) =>
    readJsonl(file, Passage).map(({ article, paragraph_index: index, text }) => ({
      source: sourceOf(article, index),
      title: titleOf(article),
      text,
    })),
}
