import * as z from 'zod/mini'
import type { RedisDoor } from '../clients/redis.ts'
import { embeddingKey } from '../index/active-embedding.ts'
import { jsonOrUndefined } from '../text/json.ts'
import { NearestPage } from './figures.ts'

const keptSeconds = 600

const Grouped = z.object({
  /** Questions by their place in the list that was grouped. */
  members: z.array(z.int()),
  medoid: z.int(),
  nearest_page: z.optional(NearestPage),
})

/** A group of questions, each known by its place in the list that was grouped. */
export type Grouped = z.infer<typeof Grouped>

const Grouping = z.object({
  grouped_by: z.enum(['meaning', 'words']),
  degraded: z.array(z.string()),
  groups: z.array(Grouped),
})

export type Grouping = z.infer<typeof Grouping>

const Kept = z.object({ version: z.string(), grouping: Grouping })

/** What Redis knows of a grouping, in one request: itself, the index's version, and its model. */
export async function recall(redis: RedisDoor, key: string) {
  const batch = redis.batch()
  const [value, version = '0', embedding] = await Promise.all([
    batch.get(key),
    batch.get('index:version'),
    batch.get(embeddingKey),
  ])
  const kept = Kept.safeParse(jsonOrUndefined(value))
  const isCurrent = kept.success && kept.data.version === version
  return { grouping: isCurrent ? kept.data.grouping : undefined, version, embedding }
}

/** Keeps a grouping for ten minutes, or until the index changes. */
export async function keep(
  redis: RedisDoor,
  key: string,
  kept: z.infer<typeof Kept>,
): Promise<void> {
  await redis.commands.set(key, JSON.stringify(kept), { ex: keptSeconds })
}
