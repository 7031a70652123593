import type { FoundPassage } from '../chat/passage.ts'
import type { Rerank } from '../clients/rerank.ts'
import type { Breaker } from '../upstream/breaker.ts'
import { settle } from '../upstream/settle.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'

// A reranker reads each with the question: these are as many as search by words gives.
const rerankCandidates = 30
// Longer than nearly all passages; what a reranker reads is paid for.
const mostCharacters = 2000

export interface RerankDeps {
  /** Absent where no reranking model is set. */
  rerank?: Rerank
  reachReranker: Breaker
  rerankTimeoutMs: number
}

/**
 * Passages in the order that a reranking model gives the first of them. It changes their order and
 * nothing else; where it is away, or takes longer than its time, they stay as they are.
 */
export async function reranked(
  question: string,
  passages: FoundPassage[],
  { rerank, reachReranker, rerankTimeoutMs }: RerankDeps,
  clock: Pick<Stopwatch, 'time'>,
  signal: AbortSignal,
): Promise<FoundPassage[]> {
  if (!rerank || passages.length < 2) return passages
  const first = passages.slice(0, rerankCandidates)
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(rerankTimeoutMs)])
  const ask = () => rerank(question, first.map(documentOf), inTime)
  const places = await settle(clock.time('rerank', reachReranker(ask, signal)))
  if (!places.ok) return passages
  const ordered = places.value.flatMap((place) => first[place] ?? [])
  return [...ordered, ...passages.filter((passage) => !ordered.includes(passage))]
}

const documentOf = ({ chapter, section, text }: FoundPassage) =>
  [chapter, section, text].filter(Boolean).join('\n').slice(0, mostCharacters)
