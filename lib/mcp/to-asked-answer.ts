import type { AnswerDocument } from '../chat/events.ts'
import { toWords } from '../text/text-fragment.ts'
import type { AskedAnswer } from './ask-tool.ts'

/** An answer as an agent gets it: the verdicts are those that the widget shows. */
export function toAskedAnswer(
  document: AnswerDocument,
  hashes: ReadonlyMap<string, string>,
  conversation: string,
): AskedAnswer {
  const { query_id, answer, answered, finish, degraded, citations, sources } = document
  const claims = citations.flatMap(({ n, quote, status }) => {
    const source = sources.find((one) => one.n === n)
    if (!source) return []
    const content_hash = hashes.get(source.passage_id ?? '')
    return [
      {
        n,
        verdict: status,
        quote,
        path: source.source,
        section: source.section,
        url: toWords(source.url, quote),
        ...(content_hash !== undefined && { content_hash }),
      },
    ]
  })
  return {
    query_id,
    answer,
    answered,
    finish,
    degraded,
    claims,
    sources: sources.map(({ n, source, chapter, section, url }) => ({
      n,
      path: source,
      title: chapter,
      section,
      url,
    })),
    conversation,
  }
}
