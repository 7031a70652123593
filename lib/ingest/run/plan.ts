import * as z from 'zod/mini'
import type { RepositoryFile } from '../../clients/github.ts'
import { NoRow, sql } from '../../clients/neon.ts'
import { contentHash } from '../../index/passage-id.ts'
import { finishRun, type RunEnd } from '../ledger/finish-run.ts'
import type { IngestionMessage, PlanMessage } from '../ledger/messages.ts'
import { completeRun, lockRun, toRun } from '../ledger/runs.ts'
import { placeInBook } from '../page/page-path.ts'
import { isPushed, listDocuments } from '../source/pushed-documents.ts'
import { pushedPage } from '../source/pushed-version.ts'
import { splitterVersion } from '../split/splitter-version.ts'
import type { Generator } from '../syntax/generator.ts'
import { guessGenerator } from '../syntax/guess-generator.ts'
import type { IndexDeps } from '../write/index-page.ts'
import { compare, type Difference } from './compare.ts'
import { listSource } from './list-source.ts'
import { type NewCollection, prepareIndex } from './prepare-index.ts'
import { RunError } from './run-error.ts'
import { keepSynonyms, synonymsKept } from './synonyms.ts'

const massDeletionShare = 0.3
const messagesPerBatch = 100

export type PlanDeps = IndexDeps

const Known = z.object({ source_path: z.string(), content_hash: z.string() })
const IndexStatusRow = z.object({
  status: z.string(),
  started_at: z.date(),
  dimensions: z.int(),
  has_other_model: z.boolean(),
})

/** Compares source and index, and puts one message a changed or vanished page on the queue. */
export async function plan(message: PlanMessage, deps: PlanDeps): Promise<RunEnd> {
  const [files, [statuses, known, synonyms, documents]] = await Promise.all([
    listSource(deps.github, deps.content.ref, deps.content.path),
    deps.neon.transaction(
      [
        indexStatusOf(message.run_id, deps.embeddingModel),
        sql(Known)`select source_path, content_hash from chapters`,
        synonymsKept,
        listDocuments,
      ],
      { readOnly: true },
    ),
  ])
  const generator = generatorOf(files, deps)
  const salt = await versionSalt(generator, deps)
  const [index] = statuses
  if (index?.status !== 'running') return undefined
  const pushed = await Promise.all(documents.map((document) => pushedPage(document, deps)))
  await keepSynonyms(files, synonyms[0]?.file_hash, deps)
  const indexed = new Map(known.map((row) => [row.source_path, row.content_hash]))
  const differ = (force: boolean) =>
    compare(files, indexed, { contentPath: deps.content.path, generator, pushed, salt, force })
  rejectMassDeletion(message, differ(message.force), indexed.size, deps)
  const beside = await prepareIndex(message, { ...index, isEmpty: indexed.size === 0 }, deps)
  const difference = differ(message.force || beside !== undefined)
  const commit = difference.changed.some(({ file }) => !isPushed(file.path))
    ? await deps.github.publicCommit(deps.content.ref)
    : undefined
  const found = { ...difference, generator, ...(commit && { commit }) }
  return await begin(message, found, beside, deps)
}

const indexStatusOf = (runId: number, model: string) => sql(IndexStatusRow)`
  select status, started_at,
    (select atttypmod from pg_attribute where attrelid = 'documents'::regclass and attname = 'embedding') as dimensions,
    exists (select from documents where embedding_model <> ${model}) as has_other_model
  from ingestion_runs where id = ${runId}`

/** What makes the book's site: as the owner says, else as the repository's files show. */
const generatorOf = (files: RepositoryFile[], { content: { generator, path } }: PlanDeps) =>
  generator ??
  guessGenerator(
    files.map((file) => file.path),
    path,
  )

/** Everything but the page itself that decides what its passages are. */
async function versionSalt(
  generator: Generator | undefined,
  { content: { path, siteUrl }, embeddingModel, dimensions }: PlanDeps,
): Promise<string> {
  const decisive = [splitterVersion, path, siteUrl, generator, embeddingModel, dimensions]
  return (await contentHash(decisive.join('\n'))).slice(0, 12)
}

function rejectMassDeletion(
  message: PlanMessage,
  { gone, total }: Difference,
  indexed: number,
  { content }: PlanDeps,
) {
  if (total === 0) {
    throw new RunError(
      `There is no page under ${content.path || 'the root'} at ${content.ref}: check CONTENT_PATH and CONTENT_REF`,
    )
  }
  if (message.allow_mass_deletion || gone.length <= indexed * massDeletionShare) return
  throw new RunError(
    `${gone.length} of ${indexed} indexed pages are gone from the source. Nothing was removed; start a run with allow_mass_deletion if that is right`,
  )
}

async function begin(
  message: PlanMessage,
  {
    changed,
    gone,
    total,
    commit,
    generator,
  }: Difference & { commit?: string; generator: Generator | undefined },
  beside: NewCollection | undefined,
  deps: PlanDeps,
): Promise<RunEnd> {
  const { run_id } = message
  const rewrite = message.force || beside !== undefined
  const into = beside && { collection: beside.collection }
  const messages: IngestionMessage[] = [
    ...changed.map((page) => ({
      kind: 'page' as const,
      run_id,
      rewrite,
      commit,
      generator,
      ...beside,
      ...page,
    })),
    ...gone.map((path) => ({ kind: 'gone' as const, run_id, path, ...into })),
  ]
  const paths = [...changed.map((page) => page.file.path), ...gone]
  const parts = paths.map((path) => placeInBook(path, deps.content.path).partNumber)
  const [, , , runs] = await deps.neon.transaction([
    lockRun(run_id),
    sql(NoRow)`
      insert into ingestion_chapters (run_id, source_path, part_number, status)
      select r.id, path, part_number, 'pending' from ingestion_runs r,
        unnest(${paths}::text[], ${parts}::int[]) as pages (path, part_number)
      where r.id = ${run_id} on conflict (run_id, source_path) do nothing`,
    sql(NoRow)`
      update ingestion_runs set total_chapters = ${total}, progress_at = now() where id = ${run_id}`,
    completeRun(run_id),
  ])
  if (runs[0]) return toRun(runs[0])
  for (let from = 0; from < messages.length; from += messagesPerBatch) {
    const batch = messages.slice(from, from + messagesPerBatch)
    await deps.queue.sendBatch(batch.map((body) => ({ body })))
  }
  // A plan that is repeated may find that its pages were done in the meantime.
  return await finishRun(run_id, beside?.collection, deps)
}
