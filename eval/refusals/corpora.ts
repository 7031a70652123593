import { join } from 'node:path'
import * as z from 'zod/mini'
import { sample } from '../../dev/demo/seeded-random.ts'
import { readJsonl } from '../formats/jsonl.ts'
import { readPages, readReady } from '../index-corpus.ts'
import { otherLanguages } from './other-languages.ts'
import type { RefusalCorpus } from './refusal-corpus.ts'

const Squad = z.object({
  question: z.string(),
  answerable: z.boolean(),
  article: z.string(),
})
const Paragraph = z.object({ article: z.string(), paragraph_index: z.int(), text: z.string() })
const Golden = z.object({
  question: z.string(),
  kind: z.string(),
  history: z.array(z.unknown()),
  relevant: z.array(z.object({ source: z.string() })),
})
const Pair = z.object({ a: z.string() })

// Of golden questions only those count as answered that stand alone and rest on a passage.
const answered = ({ kind, history }: z.infer<typeof Golden>) =>
  history.length === 0 && !['unanswerable', 'out-of-scope', 'false-premise'].includes(kind)

/**
 * SQuAD by halves of its articles, so that the questions of one half are foreign to an index of the
 * other; a textbook and a product's documentation, to which each other's questions, SQuAD's and those of
 * a forum are foreign. What was chosen was chosen on the first half of each.
 */
export function refusalCorpora(corpora: string, each: number): RefusalCorpus[] {
  const at = (...path: string[]) => join(corpora, ...path)
  const squad = readJsonl(at('squad/queries.jsonl'), Squad).filter(({ answerable }) => answerable)
  const paragraphs = readJsonl(at('squad/passages.jsonl'), Paragraph)
  const articles = [...new Set(paragraphs.map(({ article }) => article))].sort()
  const halfOf = (article: string) => articles.indexOf(article) % 2
  const textbook = readJsonl(at('golden/questions.jsonl'), Golden).filter(answered)
  const product = readJsonl(at('docs-qa/questions.jsonl'), Golden).filter(answered)
  const forum = readJsonl(at('near-duplicates/questions-that-differ.jsonl'), Pair)
  const asked = (from: string, isForeign: boolean, texts: string[], most: number) =>
    sample(texts, most).map((text) => ({ text, isForeign, from }))
  const ofSquad = (half: number) =>
    squad.filter(({ article }) => halfOf(article) === half).map(({ question }) => question)
  const halved = <T>(all: T[], half: number) => all.filter((_, index) => index % 2 === half)
  const textOf = (all: { question: string }[]) => all.map(({ question }) => question)
  const forums = (half: number) => halved(forum, half).map(({ a }) => a)
  const third = Math.ceil(each / 3)

  const squads = [0, 1].map((half) => ({
    name: `SQuAD, ${half === 0 ? 'first' : 'second'} half of the articles`,
    isForChoosing: half === 0,
    passages: () =>
      readReady(
        paragraphs
          .filter(({ article }) => halfOf(article) === half)
          .map(({ article, paragraph_index: index, text }) => ({
            source: `${article}#${index}`,
            title: article.replaceAll('_', ' '),
            text,
          })),
      ),
    questions: [
      ...asked('squad', false, ofSquad(half), each),
      ...asked('other articles', true, ofSquad(1 - half), each),
    ],
  }))
  const books = [0, 1].flatMap((half) => [
    {
      name: `Textbook, ${half === 0 ? 'first' : 'second'} half of the questions`,
      isForChoosing: half === 0,
      passages: () => readPages(at('textbook/docs')),
      questions: [
        ...asked('golden', false, textOf(halved(textbook, half)), each),
        ...asked('squad', true, ofSquad(half), third),
        ...asked('product', true, textOf(halved(product, half)), third),
        ...asked('forum', true, forums(half), third),
      ],
    },
    {
      name: `Product documentation, ${half === 0 ? 'first' : 'second'} half of the questions`,
      isForChoosing: half === 0,
      passages: () => readPages(at('docs-qa/docs')),
      questions: [
        ...asked('product', false, textOf(halved(product, half)), each),
        ...asked('squad', true, ofSquad(half), third),
        ...asked('golden', true, textOf(halved(textbook, half)), third),
        ...asked('forum', true, forums(half), third),
      ],
    },
  ])
  return [...squads, ...books, otherLanguages(at('xquad'), third)]
}
