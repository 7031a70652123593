import { contentStems, stemSet } from './content-stems.ts'
import { coverage, readQuestion } from './passage-score.ts'

/** What stands in for a reranking model: how much of the query's words, by rarity, each document holds. */
export function rerank(query: string, documents: string[]) {
  const passages = documents.map((text, index) => ({
    n: index + 1,
    chapter: '',
    section: '',
    text,
  }))
  const { weights } = readQuestion(query, passages)
  return documents
    .map((text, index) => ({
      index,
      relevance_score: round(0.9 * coverage(text, weights) + 0.1 * density(query, text)),
      document: { text },
    }))
    .sort((a, b) => b.relevance_score - a.relevance_score)
}

/** How often the query's words are said, for the length of the text. */
function density(query: string, text: string): number {
  const wanted = stemSet(query)
  const stems = contentStems(text)
  const said = stems.filter((stem) => wanted.has(stem)).length
  return said / Math.max(1, stems.length)
}

const round = (score: number) => Math.round(score * 10_000) / 10_000
