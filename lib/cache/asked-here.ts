import { filterKey } from '../chat/filter.ts'
import { hasMaterial, type Question } from '../chat/question.ts'
import type { Turn } from '../chat/turn.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { contentHash } from '../index/passage-id.ts'
import { cacheKeyOf, normalised, readCached } from './answer-cache.ts'

const mostHeld = 6
const mostTold = 2

/** Which cached answers more than one reader has asked for on the reader's page; hashes, and no words. */
export interface AskedHere {
  key: string
  hashes: string[]
}

/** The key of what is asked on the reader's page, by readers of the same book and groups. */
export async function askedHereKey({ page, filter }: Question): Promise<string | undefined> {
  if (page === undefined) return undefined
  const hash = await contentHash(JSON.stringify([page.path, filterKey(filter)]))
  return `page:${hash.slice(0, 32)}`
}

export const readAskedHere = (key: string, value: string | undefined): AskedHere => ({
  key,
  hashes: value?.match(/[0-9a-f]{64}/g)?.slice(0, mostHeld) ?? [],
})

/**
 * What is held of the page after a reader was given the cached answer under `cacheKey`; undefined where
 * nothing changes. A question counts once somebody asks it who has not asked it before: what one reader
 * alone has asked is never shown to another.
 */
export function askedAgain(
  question: Question,
  { hashes }: AskedHere,
  turns: Turn[],
  cacheKey: string,
): string | undefined {
  const hash = cacheKey.replace(/^cache:/, '')
  const asked = normalised(question.question)
  const isOwn = turns.some((turn) => normalised(turn.question) === asked)
  if (isOwn || hashes.includes(hash) || hasMaterial(question)) return undefined
  return [hash, ...hashes].slice(0, mostHeld).join(' ')
}

/** The questions of the page whose answers are still in the cache, but for those that the reader knows. */
export async function questionsAskedHere(
  { hashes }: AskedHere,
  told: string[],
  now: { redis: RedisDoor; indexVersion: string; model: string },
): Promise<string[]> {
  if (hashes.length === 0) return []
  const values = await now.redis.batch().getAll(hashes.map(cacheKeyOf))
  const known = new Set(told.map(normalised))
  return values
    .flatMap((value) => readCached(value, now)?.question ?? [])
    .filter((question) => !known.has(normalised(question)))
    .slice(0, mostTold)
}
