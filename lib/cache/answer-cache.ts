import * as z from 'zod/mini'
import { Citation, Source, Usage } from '../chat/events.ts'
import { filterKey } from '../chat/filter.ts'
import { type Question, retrievalMode } from '../chat/question.ts'
import type { AnswerPoints } from '../clients/answer-points.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { outdateAnswers } from '../index/index-version.ts'
import { contentHash } from '../index/passage-id.ts'
import { Problem } from '../problem.ts'
import { dependsOnPage } from '../retrieval/overview/asked-overview.ts'
import { jsonOrUndefined } from '../text/json.ts'

/** An answer as `cache:{query_hash}` holds it; `passages` are what it cites, to be compared. */
export const CachedAnswer = z.object({
  query_id: z.string(),
  question: z.string(),
  answer: z.string(),
  sources: z.array(Source),
  citations: z.array(Citation),
  suggestions: z.optional(z.array(z.string())),
  passages: z.array(z.object({ id: z.string(), content_hash: z.string() })),
  index_version: z.string(),
  model: z.string(),
  usage: z.optional(Usage),
  created_at: z.string(),
})

export type CachedAnswer = z.infer<typeof CachedAnswer>

/** The key in Redis of the answer to a question of this hash. */
export const cacheKeyOf = (hash: string) => `cache:${hash}`

/** SHA-256 (hex) over what decides an answer. */
export const queryHash = (question: Question): Promise<string> =>
  contentHash(decisiveText(question))

/** What decides an answer: the normalised question, mode, selection, filter and the reader's groups. */
export function decisiveText(question: Question): string {
  return JSON.stringify([
    normalised(question.question),
    retrievalMode(question),
    question.selected_text ?? null,
    dependsOnPage(question) ? (question.page?.path ?? null) : null,
    filterKey(question.filter),
  ])
}

/** The cached answer, if it is whole and was given on this index by this model. */
export function readCached(
  value: string | undefined,
  now: { indexVersion: string; model: string },
): CachedAnswer | undefined {
  if (value === undefined) return undefined
  const entry = CachedAnswer.safeParse(jsonOrUndefined(value))
  if (!entry.success) return undefined
  const isCurrent = entry.data.index_version === now.indexVersion && entry.data.model === now.model
  return isCurrent ? entry.data : undefined
}

export interface CacheDeps {
  redis: RedisDoor
  points: Pick<AnswerPoints, 'remove' | 'sweep'>
  now: () => number
}

/** Forgets all cached answers at once: none is served on another version of the index. */
export async function forgetAll({ redis, points, now }: CacheDeps): Promise<void> {
  const version = await outdateAnswers(redis).catch(stillServed)
  // Points of an older version are not found; those that stay now go at the end of the next run.
  await points.sweep(version, Math.floor(now() / 1000)).catch(() => undefined)
}

/** Forgets the answer of this key, for the question itself and for those near it. */
export async function forget(cacheKey: string, { redis, points }: CacheDeps): Promise<void> {
  await redis.commands.del(cacheKey).catch(stillServed)
  // A point whose answer is gone serves nothing, and goes when it is met.
  await points.remove([cacheKey.replace(/^cache:/, '')]).catch(() => undefined)
}

function stillServed(cause: unknown): never {
  throw new Problem(
    'unavailable',
    'Nothing is forgotten yet, for Redis does not answer: send the same request again.',
    { cause },
  )
}

/**
 * A question as its key in the cache sees it: white space folded, the case of a first word that only
 * asks, and closing punctuation behind prose. All else may matter: `-V` is not `-v`, `.env` not
 * `.ENV`, US not us, and 10⁵ not 105.
 */
export function normalised(text: string): string {
  const folded = text.normalize('NFC').trim()
  const spaced = /[`\n]/.test(folded) ? folded : folded.replace(/\s+/g, ' ')
  return spaced
    .replace(asking, (word) => word.toLowerCase())
    .replace(/(?<=[\p{L}\p{N})\]"”»`])\s?[?？。]$/u, '')
    .replace(/(?<=(?:^|\s)\p{Ll}{2,})\.$/u, '')
}

// Words that begin questions and are no names, in the languages of the widget.
const asking =
  /^(?:What|Which|How|When|Where|Why|Who|Whose|Can|Could|Does|Do|Did|Is|Are|Was|Were|Should|Has|Have|The|A|An|Was|Wie|Wann|Wo|Warum|Wer|Welche[rsn]?|Kann|Ist|Sind|Gibt|Que|Quel(?:le)?s?|Comment|Quand|Pourquoi|Qui|Où|Est-ce|Qué|Cuál(?:es)?|Cómo|Cuándo|Dónde|Por|Quién)(?=\s)/u
