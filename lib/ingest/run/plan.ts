import * as z from 'zod/mini'
import { NoRow, sql } from '../../clients/neon.ts'
import type { ContentSource } from '../../content-sources.ts'
import { toJsonb } from '../../webhooks/record.ts'
import { forgetSources, listCrawled } from '../crawl/crawled-pages.ts'
import { finishRun, type RunEnd } from '../ledger/finish-run.ts'
import type { IngestionMessage, PlanMessage } from '../ledger/messages.ts'
import { RunError } from '../ledger/run-error.ts'
import { completeRun, lockRun, toRun } from '../ledger/runs.ts'
import { placeInBook } from '../page/page-path.ts'
import { isPushed, listDocuments } from '../source/pushed-documents.ts'
import { pushedPage } from '../source/pushed-version.ts'
import { pathWithin, sourceOfPage } from '../source/repository.ts'
import type { IndexDeps } from '../write/index-pages.ts'
import type { Difference } from './compare.ts'
import {
  atCommits,
  crawledPages,
  differenceOfAll,
  type ListedRepository,
  listRepository,
  type PageToRead,
} from './differences.ts'
import { fetchedOf, toFetch } from './fetch-sources.ts'
import { type NewCollection, prepareIndex } from './prepare-index.ts'
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
  const fetching = toFetch(message, deps.sources)
  if (fetching) {
    await deps.queue.send(fetching)
    return undefined
  }
  const [listed, [statuses, known, synonyms, documents, crawled]] = await Promise.all([
    listAll(deps),
    deps.neon.transaction(
      [
        indexStatusOf(message.run_id, deps.embeddingModel),
        sql(Known)`select source_path, content_hash from chapters`,
        synonymsKept,
        listDocuments,
        listCrawled,
      ],
      { readOnly: true },
    ),
  ])
  const [index] = statuses
  if (index?.status !== 'running') return undefined
  const pushed = await Promise.all(documents.map((document) => pushedPage(document, deps)))
  const others = [...pushed, ...(await crawledPages(crawled, deps))]
  const [first] = listed
  if (first) await keepSynonyms(first, synonyms[0]?.file_hash, deps)
  const indexed = new Map(known.map((row) => [row.source_path, row.content_hash]))
  const differ = (force: boolean) => differenceOfAll(listed, others, indexed, force)
  rejectMassDeletion(message, differ(message.force), indexed.size, deps)
  const beside = await prepareIndex(message, { ...index, isEmpty: indexed.size === 0 }, deps)
  const difference = differ(message.force || beside !== undefined)
  const changed = await atCommits(difference.changed, listed, isPushed)
  return await begin(message, { ...difference, changed }, listed, beside, deps)
}

/** Every repository as it is now, one after the other: many at once would be too many connections. */
async function listAll(deps: PlanDeps): Promise<ListedRepository[]> {
  const listed: ListedRepository[] = []
  for (const repository of deps.repositories) listed.push(await listRepository(repository, deps))
  return listed
}

const indexStatusOf = (runId: number, model: string) => sql(IndexStatusRow)`
  select status, started_at,
    (select atttypmod from pg_attribute where attrelid = 'documents'::regclass and attname = 'embedding') as dimensions,
    exists (select from documents where embedding_model <> ${model}) as has_other_model
  from ingestion_runs where id = ${runId}`

function rejectMassDeletion(
  message: PlanMessage,
  { gone, total }: Difference,
  indexed: number,
  { sources }: PlanDeps,
) {
  if (total === 0) throw new RunError(noPage(sources))
  if (message.allow_mass_deletion || gone.length <= indexed * massDeletionShare) return
  throw new RunError(
    `${gone.length} of ${indexed} indexed pages are gone from the source. Nothing was removed; start a run with allow_mass_deletion if that is right`,
  )
}

/** What to look at where there is no page at all. */
function noPage(sources: ContentSource[]): string {
  const [first] = sources
  const isShort = first?.kind === 'github' && first.name === ''
  if (isShort && sources.length === 1)
    return `There is no page under ${first.path || 'the root'} at ${first.ref}: check CONTENT_PATH and CONTENT_REF`
  return 'There is no page in any of the sources: check CONTENT_SOURCES'
}

async function begin(
  message: PlanMessage,
  { changed, gone, total }: Difference<PageToRead>,
  listed: ListedRepository[],
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
      ...beside,
      ...page,
    })),
    ...gone.map((path) => ({ kind: 'gone' as const, run_id, path, ...into })),
  ]
  const paths = [...changed.map((page) => page.file.path), ...gone]
  const parts = paths.map((path) => partOf(path, deps.sources))
  const [, , , , , runs] = await deps.neon.transaction([
    forgetSources(fetchedOf(deps.sources).map(({ name }) => name)),
    lockRun(run_id),
    noteCommits(run_id, listed),
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

/** Notes at which commit each repository was listed: the index is as that one once the run has ended. */
function noteCommits(runId: number, listed: ListedRepository[]) {
  const rows = listed.map(({ repository: { source }, commit }) => ({
    ...{ source: source.name, place: source.place, ref: source.ref },
    ...{ commit: commit.sha, committed_at: commit.at ?? null, subject: commit.subject },
  }))
  return sql(NoRow)`
    insert into ingestion_sources (run_id, source, place, ref, commit, committed_at, subject)
    select ${runId}::int, source, place, ref, commit, committed_at, subject
    from jsonb_to_recordset(${toJsonb(rows)}::jsonb) as s(source text, place text, ref text,
      commit text, committed_at timestamptz, subject text)
    on conflict (run_id, source) do update set commit = excluded.commit,
      committed_at = excluded.committed_at, subject = excluded.subject, listed_at = now()`
}

/** The number of the part that a page is in, by its source's folder. */
function partOf(path: string, sources: ContentSource[]): number {
  const source = sourceOfPage(path, sources)
  if (source?.kind !== 'github' || isPushed(path)) return 0
  return placeInBook(pathWithin(path, source), source.path).partNumber
}
