import { everybody } from '../lib/chat/filter.ts'
import type { FoundPassage } from '../lib/chat/passage.ts'
import type { Question } from '../lib/chat/question.ts'
import { joinPassages } from '../lib/retrieval/join-passages.ts'
import type { Retrieved } from '../lib/retrieval/retrieve.ts'
import type { EvalQuestion, Target } from './formats/corpus.ts'
import type { IndexedPassage } from './index-corpus.ts'
import { type Metrics, measure } from './metrics.ts'

/**
 * Each search alone, both joined, the sources made of them, which hold neighbours too, and those made
 * of what a reranker has put into order; without one they are the same. `search` is what a search box
 * is given by words alone.
 */
export const legs = ['dense', 'lexical', 'fused', 'sources', 'reranked', 'search'] as const
export type Leg = (typeof legs)[number]

/** What retrieval made of one question. */
export interface QuestionResult {
  id: string
  group: string
  isAnswerable: boolean
  /** Whether it wants several places at once. */
  wantsSeveral: boolean
  /** Absent for questions that nothing in the corpus answers. */
  metrics?: Record<Leg, Metrics>
  /** The ids of the fused list, best first. */
  ranking: string[]
  confidence: number
  latencyMs: number
}

export interface Asking {
  retrieve: (question: EvalQuestion) => Promise<Retrieved>
  rerank: (question: string, passages: FoundPassage[]) => Promise<FoundPassage[]>
  /** Searches by words alone. */
  search: (text: string) => Promise<FoundPassage[]>
}

/** Asks for the passages of one question, and measures each leg on its own and both together. */
export async function runQuestion(
  question: EvalQuestion,
  passages: IndexedPassage[],
  { retrieve, rerank, search }: Asking,
): Promise<QuestionResult> {
  const from = performance.now()
  const found = await retrieve(question)
  const latencyMs = performance.now() - from
  const reranked = { ...found, passages: await rerank(question.text, found.passages) }
  const searched = await search(question.text)
  const rankings = rankingsOf(found)
  const wanted = question.wanted.map((targets) => idsOf(targets, passages))
  return {
    id: question.id,
    group: question.group,
    isAnswerable: question.isAnswerable,
    wantsSeveral: wanted.length > 1,
    ...(question.isAnswerable &&
      wanted.length > 0 && {
        metrics: {
          dense: measure(rankings.dense, wanted),
          lexical: measure(rankings.lexical, wanted),
          fused: measure(rankings.fused, wanted),
          sources: measureSources(found, wanted),
          reranked: measureSources(reranked, wanted),
          search: measure(
            searched.map(({ passage_id }) => passage_id),
            wanted,
          ),
        },
      }),
    ranking: rankings.fused,
    confidence: found.confidence,
    latencyMs,
  }
}

/** A question of the corpus as the product takes it. */
export const asked = (text: string, sessionId: string): Question => ({
  session_id: sessionId,
  question: text,
  filter: everybody,
  query_id: crypto.randomUUID(),
  address: '127.0.0.1',
  askedAt: Date.now(),
})

export const readerPlaces = ['own', 'other'] as const
export type ReaderOn = (typeof readerPlaces)[number]

/** The page that a question is asked on, as the widget would send it. */
export function readerOn(place: ReaderOn | undefined, question: EvalQuestion, all: EvalQuestion[]) {
  const pageOf = ({ wanted }: EvalQuestion) => wanted[0]?.at(-1)?.source
  const own = pageOf(question)
  const others = all.map(pageOf).filter((page) => page !== undefined && page !== own)
  const other = others.length > 0 ? others[all.indexOf(question) % others.length] : undefined
  const path = place === 'own' ? own : other
  return place && path ? { page: { path } } : {}
}

const all = { limit: 10, maxCharacters: Number.POSITIVE_INFINITY }

/** A source is found when any passage that its text is of is wanted. */
function measureSources(found: Retrieved, wanted: ReadonlySet<string>[]): Metrics {
  const sources = joinPassages(found.passages, found.beside, all)
  const held = wanted.map(
    (set) =>
      new Set(
        sources.flatMap(({ passage_id, joined }) =>
          joined.some((part) => set.has(part.passage_id)) ? [passage_id] : [],
        ),
      ),
  )
  return measure(
    sources.map((source) => source.passage_id),
    held,
  )
}

function rankingsOf({
  passages,
}: Retrieved): Record<Exclude<Leg, 'sources' | 'reranked' | 'search'>, string[]> {
  const by = (rank: 'denseRank' | 'lexicalRank') =>
    passages
      .filter((passage) => passage[rank] !== undefined)
      .sort((a, b) => (a[rank] ?? 0) - (b[rank] ?? 0))
      .map((passage) => passage.passage_id)
  return {
    dense: by('denseRank'),
    lexical: by('lexicalRank'),
    fused: passages.map((passage) => passage.passage_id),
  }
}

/** The passages that any of these targets means. */
function idsOf(targets: Target[], passages: IndexedPassage[]): ReadonlySet<string> {
  return new Set(targets.flatMap((target) => meant(target, passages)).map(({ id }) => id))
}

// An excerpt that splitting has cut is in no passage whole: its section counts, or else its parts.
function meant({ source, section, excerpt }: Target, passages: IndexedPassage[]): IndexedPassage[] {
  const onPage = passages.filter((passage) => passage.source === source)
  const inSection = onPage.filter(
    (passage) => section === undefined || sameText(passage.section, section),
  )
  if (excerpt === undefined) return inSection
  const words = squeezed(excerpt)
  const whole = onPage.filter((passage) => squeezed(passage.text).includes(words))
  if (whole.length > 0) return whole
  if (section !== undefined && inSection.length > 0) return inSection
  const pieces = [words.slice(0, 40), words.slice(-40)]
  return onPage.filter((passage) => pieces.some((piece) => squeezed(passage.text).includes(piece)))
}

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim()
const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()
const sameText = (a: string, b: string) => letters(a) === letters(b)
