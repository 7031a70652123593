import type { FoundPassage, Passage } from '../chat/passage.ts'
import type { Question } from '../chat/question.ts'
import type { Neon } from '../clients/neon.ts'
import type { Hit, Qdrant } from '../clients/qdrant.ts'
import { Problem } from '../problem.ts'
import type { Breaker } from '../upstream/breaker.ts'
import { type Outcome, outcome } from '../upstream/outcome.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import { confidence } from './confidence.ts'
import { fuse } from './fuse.ts'
import { type Grounding, ground, searchVectors } from './ground.ts'
import { plainQuestion } from './plain-question.ts'
import type { Standalone } from './standalone.ts'

const lexicalCandidates = 30
const denseCandidates = 60

export interface RetrieveDeps {
  neon: Neon
  reachNeon: Breaker
  reachEmbedding: Breaker
  qdrant: Pick<Qdrant, 'search'>
  /** Which model it takes may depend on what has arrived; nothing else waits for that. */
  embedQuestion: (
    text: string,
    signal: AbortSignal,
    arrived?: Promise<unknown>,
  ) => Promise<number[]>
  denseWeight: number
  lexicalWeight: number
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
  missed: string[]
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
): Promise<Retrieved> {
  const searchFor = plainQuestion(asked.searchFor)
  const meant = plainQuestion(asked.question)
  const groundings = () =>
    ground(deps.neon, question, { question: meant, searchFor }, lexicalCandidates, signal)
  const [dense, grounding] = await Promise.all([
    searchDense(question, searchFor, deps, clock, signal),
    outcome(clock.time('lexical', deps.reachNeon(groundings, signal))),
  ])
  if (!grounding.ok && dense.hits === undefined) {
    throw new Problem('unavailable', 'The book cannot be searched at the moment.', {
      cause: grounding.error,
    })
  }
  if (grounding.ok && grounding.value.sessionStatus === undefined) {
    throw new Problem('not-found', `There is no session ${question.session_id}.`)
  }
  const isHeld = (passage: Passage) => !known(grounding).removed.has(passage.passage_id)
  const passages = fuse({
    lexical: { weight: deps.lexicalWeight, hits: known(grounding).hits },
    dense: { weight: deps.denseWeight, hits: (dense.hits ?? []).filter(isHeld) },
  })
  return {
    passages,
    beside: known(grounding).beside.filter(isHeld),
    page: known(grounding).page,
    aroundSelection: known(grounding).aroundSelection,
    removed: known(grounding).removed,
    confidence: confidence(meant, passages),
    missed: [...dense.missed, ...(grounding.ok ? [] : ['neon'])],
  }
}

type DenseHit = Passage & { cosine: number }

async function searchDense(
  question: Question,
  searchFor: string,
  deps: RetrieveDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<{ hits?: DenseHit[]; missed: string[] }> {
  const embed = () => deps.embedQuestion(searchFor, signal)
  const vector = await outcome(clock.time('embedding', deps.reachEmbedding(embed, signal)))
  if (!vector.ok) return { missed: ['embedding'] }
  const hits = await outcome(
    clock.time('dense', deps.qdrant.search(vector.value, denseCandidates, question.filter)),
  )
  if (hits.ok) return { hits: hits.value.map(fromHit), missed: [] }
  const fallback = searchVectors(
    deps.neon,
    vector.value,
    question.filter ?? {},
    denseCandidates,
    signal,
  )
  const rows = await outcome(clock.time('pgvector', fallback))
  return rows.ok ? { hits: rows.value, missed: ['qdrant'] } : { missed: ['qdrant'] }
}

const nothing: Grounding = {
  hits: [],
  beside: [],
  page: [],
  aroundSelection: [],
  removed: new Set(),
  sessionStatus: undefined,
}

const known = (grounding: Outcome<Grounding>) => (grounding.ok ? grounding.value : nothing)

function fromHit({ id, score, payload }: Hit): DenseHit {
  return { ...payload, passage_id: id.toString(), cosine: score }
}
