import * as z from 'zod/mini'
import type { Format } from './corpus.ts'
import { readJsonl } from './jsonl.ts'

const Row = z.object({
  id: z.string(),
  lang: z.string(),
  question: z.string(),
  paragraph: z.int(),
})
const Passage = z.object({
  lang: z.string(),
  paragraph: z.int(),
  article: z.string(),
  text: z.string(),
})

/** XQuAD: the same paragraphs and questions in several languages, each a group of its own. */
export const xquad: Format = {
  name: 'xquad',
  fits: (row) => 'lang' in row && 'paragraph' in row,
  questions: (file) =>
    readJsonl(file, Row).map(({ id, lang, question, paragraph }) => ({
      id: `${lang}-${id}`,
      group: lang,
      text: question,
      turns: [],
      isAnswerable: true,
      wanted: [[{ source: `${lang}#${paragraph}` }]],
    })),
  // The article's name is English in every language, so it is no title of the paragraph.
  passages: (file) =>
    readJsonl(file, Passage).map(({ lang, paragraph, text }) => ({
      source: `${lang}#${paragraph}`,
      title: '',
      text,
      language: lang,
    })),
}
