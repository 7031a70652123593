import type * as z from 'zod/mini'
import type { Qdrant } from '../clients/qdrant.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { type ActiveEmbedding, createActiveEmbedding } from '../index/active-embedding.ts'
import { sha256Hex } from '../text/hash/sha256.ts'
import { settle } from '../upstream/settle.ts'
import type { NearestPage } from './figures.ts'
import { group, medoid } from './grouping.ts'
import { type Grouped, type Grouping, keep, recall } from './kept-grouping.ts'
import { byMeaning, byWords, type Likeness } from './likeness.ts'

const mostGroups = 40

// Of questions on twenty subjects (TREC CAsT) words put 57 % of the pairs of one subject together
// at this threshold, and none of two.
const wordsThreshold = 0.15

export interface GroupDeps {
  redis: RedisDoor
  qdrant: Pick<Qdrant, 'searchEach' | 'upstream'>
  /** The vectors of questions by this model, in their order. */
  embedQuestions: (questions: string[], by: ActiveEmbedding) => Promise<number[][]>
  embedding: ActiveEmbedding
  /** From which likeness on questions share a group: the cosine, and a bonus for shared words. */
  threshold: number
}

interface Asked {
  question: string
  times: number
}

/**
 * Groups questions by likeness of meaning, most asked first, and finds the page nearest to each
 * group. While the embedding is away they are grouped by their words, with no page. A grouping is
 * kept for ten minutes under the questions' hash; what is kept holds places in the list, no words.
 */
export async function groupQuestions(questions: Asked[], deps: GroupDeps): Promise<Grouping> {
  if (questions.length === 0) return { grouped_by: 'meaning', degraded: [], groups: [] }
  const key = `admin:unanswered:${await digest(questions, deps)}`
  const known = await settle(recall(deps.redis, key))
  if (!known.ok) return await groupAfresh(questions, undefined, deps)
  const { grouping: kept, version, embedding } = known.value
  if (kept) return kept
  const grouping = await groupAfresh(questions, embedding, deps)
  if (grouping.degraded.length === 0) {
    // What cannot be kept is grouped again the next time.
    await keep(deps.redis, key, { version, grouping }).catch(() => undefined)
  }
  return grouping
}

async function groupAfresh(
  questions: Asked[],
  notedEmbedding: string | undefined,
  deps: GroupDeps,
): Promise<Grouping> {
  const active = createActiveEmbedding(deps.embedding)
  active.note(notedEmbedding)
  const texts = questions.map(({ question }) => question)
  const embedded = await settle(deps.embedQuestions(texts, active.current()))
  if (!embedded.ok) {
    const groups = mostAsked(questions, byWords(texts), wordsThreshold)
    return { grouped_by: 'words', degraded: ['embedding'], groups }
  }
  const vectors = embedded.value
  const groups = mostAsked(questions, byMeaning(vectors, texts), deps.threshold)
  const pages = await settle(nearestPages(groups, vectors, deps.qdrant))
  if (!pages.ok) return { grouped_by: 'meaning', degraded: [deps.qdrant.upstream], groups }
  return {
    grouped_by: 'meaning',
    degraded: [],
    groups: groups.map((one, index) => ({ ...one, ...pages.value[index] })),
  }
}

function mostAsked(questions: Asked[], likeness: Likeness, threshold: number): Grouped[] {
  const timesOf = (members: number[]) =>
    members.reduce((sum, index) => sum + (questions[index]?.times ?? 0), 0)
  return group(likeness, threshold)
    .toSorted((a, b) => timesOf(b) - timesOf(a))
    .slice(0, mostGroups)
    .map((members) => ({ members, medoid: medoid(members, likeness) }))
}

async function nearestPages(
  groups: Grouped[],
  vectors: number[][],
  qdrant: GroupDeps['qdrant'],
): Promise<{ nearest_page?: z.infer<typeof NearestPage> }[]> {
  const found = await qdrant.searchEach(
    groups.map(({ members }) => centre(members.flatMap((index) => [vectors[index] ?? []]))),
    1,
  )
  return found.map(([hit]) => {
    if (!hit) return {}
    const { source, chapter, section, url } = hit.payload
    return { nearest_page: { source, chapter, section, url } }
  })
}

/** What questions mean together, which one odd wording changes little. */
const centre = (vectors: number[][]): number[] =>
  (vectors[0] ?? []).map((_, at) =>
    vectors.reduce((sum, vector) => sum + (vector[at] ?? 0) / vectors.length, 0),
  )

async function digest(questions: Asked[], { embedding, threshold }: GroupDeps): Promise<string> {
  const decisive = JSON.stringify([
    embedding,
    threshold,
    questions.map(({ question, times }) => [question, times]),
  ])
  return await sha256Hex(decisive)
}
