import { type Neon, NoRow, sql } from '../../clients/neon.ts'
import { contentHash } from '../../index/passage-id.ts'
import { searchConfigOf } from '../../text/search-text.ts'
import type { Event } from '../../webhooks/events.ts'
import { recordEvents } from '../../webhooks/record.ts'
import type { Waker } from '../../webhooks/wake.ts'
import type { PageMessage } from '../ledger/messages.ts'
import {
  completeChapters,
  failChapter,
  lockRun,
  maxWarnings,
  type PageResult,
  pagesPending,
} from '../ledger/runs.ts'
import type { Page } from '../page/page.ts'
import { type PassageRecord, putPassages, removePassages } from './stored-passages.ts'

/** What Neon is to hold of a page from now on: its passages, but for those that stay as they are. */
export interface PageChange {
  message: PageMessage
  page: Page
  /** What the chapter's row will hold once the page is indexed as it is now. */
  version: string
  records: PassageRecord[]
  stale: bigint[]
  result: PageResult
}

interface EndDeps {
  neon: Neon
  embeddingModel: string
  waker: Pick<Waker, 'wake'>
}

/** What is told of those pages of which something is added or gone. */
export function eventsOf(changes: PageChange[], now: number): Promise<Event[]> {
  const changed = changes.filter(({ result }) => result.added > 0 || result.removed > 0)
  return Promise.all(changed.map((change) => indexed(change, now)))
}

/**
 * Writes the passages of a run's pages, marks these as indexed at their versions and records the events,
 * all at once or not at all. Says whether the run has pages left to do.
 */
export async function endChapters(
  runId: number,
  changes: PageChange[],
  events: Event[],
  { neon, embeddingModel, waker }: EndDeps,
): Promise<{ isLast: boolean }> {
  const stale = changes.flatMap((change) => change.stale)
  const done = changes.map(({ page, result }) => ({ path: page.sourcePath, result }))
  const [, , , , webhooks, [left]] = await neon.transaction([
    putPassages(
      changes.flatMap(({ records }) => records),
      embeddingModel,
    ),
    // From here on the run's other pages wait.
    lockRun(runId),
    putChapters(changes),
    completeChapters(runId, done),
    recordEvents(events),
    pagesPending(runId),
    ...removePassages(stale),
  ])
  // What is recorded is delivered in any case: without a wake, when the cron finds it.
  await waker.wake(webhooks.map((row) => row.webhook_id)).catch(() => undefined)
  return { isLast: left?.pending === false }
}

/** Marks a page as failed; what it had indexed before stays. */
export async function abandonChapter(
  runId: number,
  path: string,
  { reason, isAtFault }: { reason: string; isAtFault: boolean },
  neon: Neon,
): Promise<void> {
  const failure = failChapter(runId, path, reason.slice(0, 1000), isAtFault)
  await neon.transaction([lockRun(runId), failure])
}

async function indexed({ message, page, result }: PageChange, now: number): Promise<Event> {
  const { run_id, file } = message
  return {
    type: 'knowledge.document.indexed',
    // By its path: two pages may have the same bytes.
    id: `evt_${run_id}_${(await contentHash(file.path)).slice(0, 32)}`,
    timestamp: new Date(now).toISOString(),
    data: {
      run_id,
      source: file.path,
      chapter: page.title,
      passages_added: result.added,
      passages_kept: result.kept,
      passages_removed: result.removed,
    },
  }
}

/** Marks pages as indexed at their versions. */
export function putChapters(pages: { page: Page; version: string }[]) {
  const rows = pages.map(({ page, version }) => ({
    path: page.sourcePath,
    part_number: page.partNumber,
    part: page.part,
    title: page.title,
    language: page.language,
    search_config: searchConfigOf(page.language),
    url: page.url ?? '',
    // A page that appears or goes at a date is read again by every run.
    version: page.isDated ? `dated:${version}` : version,
    passages: page.passages.length,
    warnings: page.warnings.slice(0, maxWarnings),
  }))
  return sql(NoRow)`
    insert into chapters (source_path, part_number, part, title, language, search_config, url, content_hash, passages, warnings)
    select path, part_number, part, title, language, search_config::regconfig, url, version, passages,
      array(select jsonb_array_elements_text(c.warnings))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c (path text, part_number int, part text,
      title text, language text, search_config text, url text, version text, passages int, warnings jsonb)
    on conflict (source_path) do update set part_number = excluded.part_number, part = excluded.part,
      title = excluded.title, language = excluded.language, search_config = excluded.search_config,
      url = excluded.url, content_hash = excluded.content_hash, passages = excluded.passages, warnings = excluded.warnings, indexed_at = now()`
}
