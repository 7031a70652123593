import type { Citation, Verdict } from '../chat/events.ts'

/** The verdicts on a source's citations, in their order. */
export const verdictsOn = (n: number, citations: Citation[]): Verdict[] =>
  citations.filter((citation) => citation.n === n).map(({ status }) => status)

/** Citations with the verdicts that were logged of them; of answers before there were any, as they are. */
export function withLogged(
  citations: Citation[],
  sources: { n: number; verdicts?: Verdict[] | undefined }[],
): Citation[] {
  const left = new Map(sources.map(({ n, verdicts = [] }) => [n, [...verdicts]]))
  return citations.map((citation) => ({
    ...citation,
    status: left.get(citation.n)?.shift() ?? citation.status,
  }))
}
