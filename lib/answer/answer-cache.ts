import * as z from 'zod/mini'
import type { RedisDoor } from '../clients/redis.ts'
import { Citation, Source, Usage } from './events.ts'
import { type Question, retrievalMode } from './question.ts'

/** An answer as `cache:{query_hash}` holds it; `passages` are what it cites, to be compared. */
export const CachedAnswer = z.object({
  query_id: z.string(),
  answer: z.string(),
  sources: z.array(Source),
  citations: z.array(Citation),
  passages: z.array(z.object({ id: z.string(), content_hash: z.string() })),
  index_version: z.string(),
  model: z.string(),
  usage: z.optional(Usage),
  created_at: z.string(),
})

export type CachedAnswer = z.infer<typeof CachedAnswer>

/** SHA-256 (hex) over what decides an answer: the normalised question, mode, selection and filter. */
export async function queryHash(question: Question): Promise<string> {
  const { part_number, category, intent, source, tags } = question.filter ?? {}
  const decisive = JSON.stringify([
    normalised(question.question),
    retrievalMode(question),
    question.selected_text ?? null,
    question.selected_text ? (question.page?.path ?? null) : null,
    [
      part_number ?? null,
      category ?? null,
      intent ?? null,
      source ?? null,
      tags?.toSorted() ?? null,
    ],
  ])
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(decisive))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The cached answer, if it is whole and was given on this index by this model. */
export function readCached(
  value: string | undefined,
  now: { indexVersion: string; model: string },
): CachedAnswer | undefined {
  if (value === undefined) return undefined
  const entry = CachedAnswer.safeParse(parsed(value))
  if (!entry.success) return undefined
  const isCurrent = entry.data.index_version === now.indexVersion && entry.data.model === now.model
  return isCurrent ? entry.data : undefined
}

/** Forgets one cached answer, or all of them at once: none is served on another index's version. */
export async function purge(redis: RedisDoor, hash?: string): Promise<void> {
  if (hash === undefined) await redis.commands.incr('index:version')
  else await redis.commands.del(`cache:${hash}`)
}

const normalised = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^\s+|[\s?!.。？！]+$/gu, '')

function parsed(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    // An entry that is not ours is no entry.
    return undefined
  }
}
