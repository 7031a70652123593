import type { FoundPassage, Passage } from '../chat/passage.ts'
import type { Question } from '../chat/question.ts'
import type { Neon } from '../clients/neon.ts'
import type { Qdrant } from '../clients/qdrant.ts'
import type { Calibration } from '../index/calibration.ts'
import type { Embedded, EmbedQuestion } from '../index/embed-question.ts'
import { Problem } from '../problem.ts'
import { languageTold } from '../text/language.ts'
import type { Breaker } from '../upstream/breaker.ts'
import { type Settled, settle } from '../upstream/settle.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import { confidence, floorOf, judge } from './confidence.ts'
import { fuse, leastRangeOf } from './fuse.ts'
import { type LexicalSearch, lexicalCandidates, searchLexically } from './lexical-search.ts'
import { plainQuestion } from './plain-question.ts'
import { languageOfPath, readersLanguageFirst } from './reader/reader-language.ts'
import { favourPage } from './reader/reader-page.ts'
import { type DenseHit, denseCandidates, fromHit, type searchVectors } from './search-vectors.ts'
import { signalsOf } from './signals.ts'
import type { Standalone } from './standalone.ts'

export interface RetrieveDeps {
  neon: Neon
  reachNeon: Breaker
  reachEmbedding: Breaker
  qdrant: Pick<Qdrant, 'search' | 'upstream'>
  /** Where the vectors are searched while Qdrant is away; absent where Neon answers for them anyway. */
  searchInstead?: typeof searchVectors
  embedQuestion: EmbedQuestion
  denseWeight: number
  lexicalWeight: number
  /** What is known of this index with the model that its vectors are of. */
  calibration: () => Calibration | undefined
  /** The floor where nothing is known, and the share of foreign questions to refuse where it is. */
  floor: number
  strictness: number
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
  const calibration = deps.calibration()
  const fused = fuse(
    {
      lexical: { weight: deps.lexicalWeight, hits },
      dense: { weight: deps.denseWeight, hits: (dense.hits ?? []).filter(isHeld) },
    },
    leastRangeOf(calibration?.background.contrast.mean),
  )
  const signals = signalsOf(meant, fused)
  const passages = readersLanguageFirst(
    favourPage(fused, question.page?.path),
    languagesOf(question),
  )
  return {
    passages,
    beside: beside.filter(isHeld),
    page,
    aroundSelection,
    removed,
    confidence: calibration ? judge(signals, calibration.background) : confidence(meant, passages),
    floor: floorOf(signals, calibration, deps),
    missed: [...dense.missed, ...(lexical.ok ? [] : ['neon'])],
  }
}

/** The languages of a reader: the question's, the page's, the browser's. */
const languagesOf = ({ question, page, browserLanguage }: Question): string[] =>
  [languageTold(question), page && languageOfPath(page.path), browserLanguage].filter(
    (language) => language !== undefined,
  )

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
