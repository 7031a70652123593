import * as z from 'zod/mini'
import { type Neon, sql } from '../../clients/neon.ts'
import type { Qdrant } from '../../clients/qdrant.ts'
import type { RedisDoor } from '../../clients/redis.ts'
import { embeddingKey } from '../../index/active-embedding.ts'
import { beginChange } from '../../index/index-version.ts'
import { completeRun, lockRun, type Run, toRun } from './runs.ts'

/** The run, when this was its end. */
export type RunEnd = Run | undefined

interface FinishDeps {
  neon: Neon
  qdrant: Pick<Qdrant, 'swap'>
  redis: RedisDoor
  embeddingModel: string
  dimensions: number
}

const Left = z.object({ pending: z.int(), lost: z.int() })

/**
 * Ends a run when none of its pages is left to do. A collection that was filled beside the one that
 * answers takes its place first, if no passage would be lost by that: those of a page that failed are
 * in the old one alone. This may be begun again at any point.
 */
export async function finishRun(
  runId: number,
  collection: string | undefined,
  deps: FinishDeps,
): Promise<RunEnd> {
  if (collection) {
    const [left] = await deps.neon.run(sql(Left)`
      select count(*) filter (where c.status = 'pending')::int as pending,
        count(*) filter (where c.status = 'failed'
          and exists (select from documents d where d.source = c.source_path))::int as lost
      from ingestion_runs r join ingestion_chapters c on c.run_id = r.id
      where r.id = ${runId} and r.status = 'running' group by r.id`)
    // A message may come again after its run: what that had filled is then in place, or outdated.
    if (!left || left.pending > 0) return undefined
    if (left.lost === 0) await putInPlace(collection, deps)
  }
  const [, runs] = await deps.neon.transaction([lockRun(runId), completeRun(runId)])
  return runs[0] && toRun(runs[0])
}

/** Questions are embedded by the model whose vectors answer: both change together. */
async function putInPlace(
  collection: string,
  { qdrant, redis, embeddingModel, dimensions }: FinishDeps,
) {
  await beginChange(redis)
  await qdrant.swap(collection)
  await redis.commands.set(embeddingKey, JSON.stringify({ model: embeddingModel, dimensions }))
}
