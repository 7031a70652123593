import type { FoundPassage, Passage } from '../chat/passage.ts'
import type { Question } from '../chat/question.ts'
import type { Neon } from '../clients/neon.ts'
import type { Qdrant } from '../clients/qdrant.ts'
import type { Calibration } from '../index/calibration.ts'
import type { Embedded, EmbedQuestion } from '../index/embed-question.ts'
import { Problem } from '../problem.ts'
import type { Breaker } from '../upstream/breaker.ts'
import { type Settled, settle } from '../upstream/settle.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import { type LexicalSearch, lexicalCandidates, searchLexically } from './lexical-search.ts'
import { plainQuestion } from './plain-question.ts'
import { rank, type Tuning } from './rank.ts'
import { type DenseHit, denseCandidates, fromHit, type searchVectors } from './search-vectors.ts'
import type { Standalone } from './standalone.ts'

export interface RetrieveDeps {
  neon: Neon
  reachNeon: Breaker
  reachEmbedding: Breaker
  qdrant: Pick<Qdrant, 'search' | 'upstream'>
  /** Where the vectors are searched while Qdrant is away; absent where Neon answers for them anyway. */
  searchInstead?: typeof searchVectors
  embedQuestion: EmbedQuestion
  /** What is known of this index with the model that its vectors are of. */
  calibration: () => Calibration | undefined
  /** As it is in force when the legs are joined. */
  tuning: () => Tuning
}

/** What was found for a question, best first, and which upstreams were missed. */
export interface Retrieved {
  passages: FoundPassage[]
  beside: Passage[]
  page: Passage[]
  aroundSelection: Passage[]
  /** Ids of passages that are gone, though a store or a cache may still hold them. */
  removed: Set<string>
  confidence: number
  /** The confidence below which the index does not answer. */
  floor: number
  missed: string[]
}

/** The vector to search by. What has `arrived` may name the model; nothing else waits for that. */
export function embedAsked(
  { searchFor }: Standalone,
  deps: Pick<RetrieveDeps, 'embedQuestion' | 'reachEmbedding'>,
  clock: Stopwatch,
  signal: AbortSignal,
  arrived?: Promise<unknown>,
): Promise<Settled<Embedded>> {
  const embed = () => deps.embedQuestion(plainQuestion(searchFor), signal, arrived)
  return settle(clock.time('embedding', deps.reachEmbedding(embed, signal)))
}

/**
 * Searches by meaning and by words at once and fuses the two. A leg that is away is done without;
 * throws `unavailable` when neither is left, and `not-found` for a session that does not exist.
 */
export async function retrieve(
  question: Question,
  asked: Standalone,
  deps: RetrieveDeps,
  clock: Stopwatch,
  signal: AbortSignal,
  embedding = embedAsked(asked, deps, clock, signal),
): Promise<Retrieved> {
  const meant = plainQuestion(asked.question)
  const plain = { question: meant, searchFor: plainQuestion(asked.searchFor) }
  const inWords = () => searchLexically(deps.neon, question, plain, lexicalCandidates, signal)
  const [dense, lexical] = await Promise.all([
    searchDense(question, embedding, deps, clock, signal),
    settle(clock.time('lexical', deps.reachNeon(inWords, signal))),
  ])
  if (!lexical.ok && dense.hits === undefined) {
    throw new Problem('unavailable', 'The book cannot be searched at the moment.', {
      cause: lexical.error,
    })
  }
  if (lexical.ok && lexical.value.sessionStatus === undefined) {
    throw new Problem('not-found', `There is no session ${question.session_id}.`)
  }
  const { hits, beside, page, aroundSelection, removed } = lexical.ok ? lexical.value : nothing
  const isHeld = (passage: Passage) => !removed.has(passage.passage_id)
  const legs = { lexical: hits, dense: (dense.hits ?? []).filter(isHeld) }
  const { signals: _, ...ranked } = rank(meant, question, legs, deps.calibration(), deps.tuning())
  return {
    ...ranked,
    beside: beside.filter(isHeld),
    page,
    aroundSelection,
    removed,
    missed: [...dense.missed, ...(lexical.ok ? [] : ['neon'])],
  }
}

async function searchDense(
  { filter }: Question,
  embedding: Promise<Settled<Embedded>>,
  { qdrant, neon, searchInstead }: RetrieveDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<{ hits?: DenseHit[]; missed: string[] }> {
  const embedded = await embedding
  if (!embedded.ok) return { missed: ['embedding'] }
  const { vector } = embedded.value
  const hits = await settle(clock.time('dense', qdrant.search(vector, denseCandidates, filter)))
  if (hits.ok) return { hits: hits.value.map(fromHit), missed: [] }
  const missed = [qdrant.upstream]
  if (!searchInstead) return { missed }
  const fallback = searchInstead(neon, vector, filter, denseCandidates, signal)
  const rows = await settle(clock.time('pgvector', fallback))
  return rows.ok ? { hits: rows.value, missed } : { missed }
}

const nothing: LexicalSearch = {
  hits: [],
  beside: [],
  page: [],
  aroundSelection: [],
  removed: new Set(),
  sessionStatus: undefined,
}
