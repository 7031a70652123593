import type { Queue } from '@cloudflare/workers-types/experimental'
import * as z from 'zod/mini'
import { NoRow, sql } from '../clients/neon.ts'
import { compare, type Difference } from './compare.ts'
import type { RunEnd } from './end-chapter.ts'
import type { IndexDeps } from './index-page.ts'
import type { IngestionMessage, PlanMessage } from './messages.ts'
import { contentHash } from './passage-id.ts'
import { completeRun, lockRun, toRun } from './runs.ts'

const massDeletionShare = 0.3
const messagesPerBatch = 100

// Raised when the same page would become other passages than before.
const splitterVersion = '1'

/** A run cannot go on; the message is for the owner. */
export class RunError extends Error {
  override readonly name = 'RunError'
}

export interface PlanDeps extends IndexDeps {
  queue: Queue
  dimensions: number
}

const Known = z.object({ source_path: z.string(), content_hash: z.string() })
const Standing = z.object({ status: z.string() })

/** Compares source and index, and puts one message a changed or vanished page on the queue. */
export async function plan(message: PlanMessage, deps: PlanDeps): Promise<RunEnd> {
  const [{ files, truncated }, [standing, known], salt] = await Promise.all([
    deps.github.tree(deps.content.ref),
    deps.neon.transaction(
      [
        sql(Standing)`select status from ingestion_runs where id::text = ${message.run_id}`,
        sql(Known)`select source_path, content_hash from chapters`,
      ],
      { readOnly: true },
    ),
    versionSalt(deps),
    deps.qdrant.prepare(deps.dimensions),
  ])
  if (standing[0]?.status !== 'running') return undefined
  if (truncated)
    throw new RunError('The repository is too large for one listing; narrow CONTENT_PATH')
  const indexed = new Map(known.map((row) => [row.source_path, row.content_hash]))
  const difference = compare(files, indexed, {
    contentPath: deps.content.path,
    salt,
    force: message.force || message.recreate,
  })
  refuseMassDeletion(message, difference, indexed.size, deps)
  return await begin(message, difference, deps)
}

/** Everything but the page itself that decides what its passages are. */
async function versionSalt({ content, embeddingModel, dimensions }: PlanDeps): Promise<string> {
  const decisive = [splitterVersion, content.path, content.siteUrl, embeddingModel, dimensions]
  return (await contentHash(decisive.join('\n'))).slice(0, 12)
}

function refuseMassDeletion(
  message: PlanMessage,
  { gone, total }: Difference,
  indexed: number,
  { content }: PlanDeps,
) {
  if (total === 0) {
    throw new RunError(
      `There is no Markdown page under ${content.path || 'the root'} at ${content.ref}: check CONTENT_PATH and CONTENT_REF`,
    )
  }
  if (message.allow_mass_deletion || gone.length <= indexed * massDeletionShare) return
  throw new RunError(
    `${gone.length} of ${indexed} indexed pages are gone from the source. Nothing was removed; start a run with allow_mass_deletion if that is right`,
  )
}

async function begin(
  message: PlanMessage,
  { changed, gone, total }: Difference,
  deps: PlanDeps,
): Promise<RunEnd> {
  const { run_id } = message
  const paths = [...changed.map((page) => page.file.path), ...gone]
  const [, , , runs] = await deps.neon.transaction([
    lockRun(run_id),
    sql(NoRow)`
      insert into ingestion_chapters (run_id, source_path, status)
      select r.id, path, 'pending' from ingestion_runs r, unnest(${paths}::text[]) as path
      where r.id::text = ${run_id} on conflict (run_id, source_path) do nothing`,
    sql(NoRow)`
      update ingestion_runs set total_chapters = ${total}, progress_at = now() where id::text = ${run_id}`,
    completeRun(run_id),
  ])
  const messages: IngestionMessage[] = [
    ...changed.map((page) => ({ kind: 'page' as const, run_id, ...page })),
    ...gone.map((path) => ({ kind: 'gone' as const, run_id, path })),
  ]
  for (let from = 0; from < messages.length; from += messagesPerBatch) {
    await deps.queue.sendBatch(
      messages.slice(from, from + messagesPerBatch).map((body) => ({ body })),
    )
  }
  return runs[0] && toRun(runs[0])
}
