import * as z from 'zod/mini'
import { asAnybody, type ReaderFilter } from '../chat/filter.ts'
import type { FoundPassage } from '../chat/passage.ts'
import { type Neon, sql } from '../clients/neon.ts'
import type { Hit, Qdrant } from '../clients/qdrant.ts'
import type { EmbedQuestion } from '../index/embed-question.ts'
import { Problem } from '../problem.ts'
import { fuse } from '../retrieval/fuse.ts'
import { isLive, Live } from '../retrieval/passage-columns.ts'
import type { Tuning } from '../retrieval/rank.ts'
import type { Breaker } from '../upstream/breaker.ts'
import { type Settled, settle, valueInTime } from '../upstream/settle.ts'
import { findWords, type WordHit } from './find-words.ts'
import { groupPages } from './group-pages.ts'
import type { SearchReply } from './hits.ts'
import type { Search } from './query.ts'
import { type TypedWords, typedWords } from './typed-words.ts'

// More passages than pages are shown, as the best of a book often stand on one page.
const wordCandidates = 40
const denseCandidates = 40

const Id = z.object({ id: z.string() })

export interface SearchDeps {
  neon: Neon
  reachNeon: Breaker
  reachEmbedding: Breaker
  qdrant: Pick<Qdrant, 'search' | 'upstream'>
  reachQdrant: Breaker
  embedQuestion: EmbedQuestion
  /** Learns which model's vectors answer now, and what the desk says. */
  noteEmbedding: () => Promise<void>
  tuning: () => Pick<Tuning, 'denseWeight' | 'lexicalWeight'>
  /** How long meaning may take; whatever comes later is done without. */
  meaningMs: number
}

/** What was found, and how many passages hold words of the search. */
export type Found = Omit<SearchReply, 'search_id'> & { wordHits: number }

/** Searches for pages; throws `unavailable` where neither words nor meaning can be searched. */
export async function search(asked: Search, deps: SearchDeps): Promise<Found> {
  const { passages, ...found } = await findPassages(asked, deps)
  const typed = typedWords(asked.text).words
  const data = groupPages(passages, asked, ({ passage_id }) => {
    const marked = found.marked.get(passage_id)
    return marked?.length ? marked : typed
  })
  return { mode: found.mode, degraded: found.degraded, data, wordHits: found.wordHits }
}

interface FoundPassages extends Omit<Found, 'data'> {
  passages: FoundPassage[]
  marked: Map<string, string[]>
}

/** The passages that were found, best first, and the words of each that were looked for. */
export async function findPassages(asked: Search, deps: SearchDeps): Promise<FoundPassages> {
  const { text, mode, filter } = asked
  const typed = typedWords(text)
  if (typed.words.length === 0) return { ...nothing, mode, degraded: [] }
  const isHybrid = mode === 'hybrid'
  const [words, meaning] = await Promise.all([
    settle(deps.reachNeon(() => byWords(typed, filter, isHybrid, deps.neon))),
    isHybrid ? byMeaning(text, filter, deps) : undefined,
  ])
  // The vectors know no sessions: nobody's groups count once their session is erased, nor while that
  // cannot be asked.
  if (filter.groupsOf !== undefined && isHybrid && !(words.ok && words.value.isLive)) {
    return await findPassages({ ...asked, filter: asAnybody(filter) }, deps)
  }
  const isSearched = meaning?.ok === true
  if (!words.ok && !isSearched) {
    throw new Problem('unavailable', 'The book cannot be searched at the moment.', {
      cause: words.error,
    })
  }
  const { hits, removed } = words.ok ? words.value : noWords
  const near = isSearched ? meaning.value : []
  const { denseWeight, lexicalWeight } = deps.tuning()
  const passages = fuse({
    lexical: {
      weight: lexicalWeight,
      hits: hits.map(({ marked: _, ...hit }) => ({ ...hit, coverage: 1 })),
    },
    dense: {
      weight: denseWeight,
      hits: near.map(fromHit).filter(({ passage_id }) => !removed.has(passage_id)),
    },
  })
  return {
    passages,
    marked: new Map(hits.map(({ passage_id, marked }) => [passage_id, marked])),
    wordHits: hits.length,
    mode: isSearched ? ('hybrid' as const) : ('words' as const),
    degraded: [
      ...(words.ok ? [] : ['neon']),
      ...(meaning && !meaning.ok ? [meaning.upstream] : []),
    ],
  }
}

const noWords = { hits: [] as WordHit[], removed: new Set<string>() }
const nothing = { passages: [] as FoundPassage[], marked: new Map<string, string[]>(), wordHits: 0 }

async function byWords(
  typed: TypedWords,
  filter: ReaderFilter,
  isHybrid: boolean,
  neon: Neon,
): Promise<{ hits: WordHit[]; removed: Set<string>; isLive: boolean }> {
  const statement = findWords(typed, filter, wordCandidates)
  if (!isHybrid) return { hits: await neon.run(statement), removed: new Set(), isLive: true }
  const { groupsOf } = filter
  const [hits, removed, ...states] = await neon.transaction(
    [
      statement,
      sql(Id)`select id::text from removed_documents limit 10000`,
      ...(groupsOf === undefined ? [] : [sql(Live)`select ${isLive(groupsOf)} as live`]),
    ],
    { readOnly: true },
  )
  return {
    hits,
    removed: new Set(removed.map(({ id }) => id)),
    isLive: states.flat().every(({ live }) => live),
  }
}

type Meant = { ok: true; value: Hit[] } | { ok: false; upstream: string }

/** The passages nearest in meaning, if they come in time. */
async function byMeaning(text: string, filter: ReaderFilter, deps: SearchDeps): Promise<Meant> {
  const late = new AbortController()
  const searched = nearest(text, filter, deps, late.signal)
  const inTime = await valueInTime(searched, deps.meaningMs)
  if (inTime) return inTime
  late.abort()
  return { ok: false, upstream: 'embedding' }
}

async function nearest(
  text: string,
  filter: ReaderFilter,
  deps: SearchDeps,
  signal: AbortSignal,
): Promise<Meant> {
  const embed = () => deps.embedQuestion(text, signal, deps.noteEmbedding())
  const embedded = await settle(deps.reachEmbedding(embed, signal))
  if (!embedded.ok) return { ok: false, upstream: 'embedding' }
  const { vector } = embedded.value
  const find = () => deps.qdrant.search(vector, denseCandidates, filter)
  const hits: Settled<Hit[]> = await settle(deps.reachQdrant(find))
  return hits.ok ? hits : { ok: false, upstream: deps.qdrant.upstream }
}

const fromHit = ({ id, score, payload }: Hit) => ({
  ...payload,
  passage_id: id.toString(),
  cosine: score,
})
