import { type Neon, NoRow, sql } from '../../clients/neon.ts'
import { contentHash } from '../../index/passage-id.ts'
import { searchConfigOf } from '../../text/search-text.ts'
import type { Event } from '../../webhooks/events.ts'
import { recordEvents } from '../../webhooks/record.ts'
import type { Waker } from '../../webhooks/wake.ts'
import type { PageMessage } from '../ledger/messages.ts'
import {
  completeChapter,
  failChapter,
  lockRun,
  maxWarnings,
  type PageResult,
  pagesPending,
} from '../ledger/runs.ts'
import type { Page } from '../page/page.ts'
import {
  forgetRemoved,
  type PassageRecord,
  putPassages,
  removePassages,
} from './stored-passages.ts'

/** What Neon is to hold of a page from now on: its passages, but for those that stay as they are. */
export interface PageChange {
  page: Page
  records: PassageRecord[]
  stale: bigint[]
  result: PageResult
}

interface EndDeps {
  neon: Neon
  embeddingModel: string
  waker: Pick<Waker, 'wake'>
  now: () => number
}

/**
 * Writes a page's passages, marks it as indexed at this version and records the event, all at once or
 * not at all. Says whether the run has pages left to do.
 */
export async function endChapter(
  message: PageMessage,
  { page, records, stale, result }: PageChange,
  { neon, embeddingModel, waker, now }: EndDeps,
): Promise<{ isLast: boolean }> {
  const { run_id, file } = message
  const isChanged = result.added > 0 || result.removed > 0
  const [, , , , webhooks, [left]] = await neon.transaction([
    putPassages(records, embeddingModel),
    // From here on the run's other pages wait.
    lockRun(run_id),
    putChapter(file.path, message.version, page),
    completeChapter(run_id, file.path, result),
    recordEvents(isChanged ? [await indexed(message, page, result, now())] : []),
    pagesPending(run_id),
    ...(stale.length > 0 ? [removePassages(stale), forgetRemoved(stale)] : []),
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

async function indexed(
  { run_id, file }: PageMessage,
  page: Page,
  result: PageResult,
  now: number,
): Promise<Event> {
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

/** Marks a page as indexed at a version. */
export function putChapter(path: string, readAs: string, page: Page) {
  // A page that appears or goes at a date is read again by every run.
  const version = page.isDated ? `dated:${readAs}` : readAs
  return sql(NoRow)`
    insert into chapters (source_path, part_number, part, title, language, search_config, url, content_hash, passages, warnings)
    values (${path}, ${page.partNumber}, ${page.part}, ${page.title}, ${page.language},
      ${searchConfigOf(page.language)}::regconfig, ${page.url ?? ''}, ${version}, ${page.passages.length},
      ${page.warnings.slice(0, maxWarnings)}::text[])
    on conflict (source_path) do update set part_number = excluded.part_number, part = excluded.part,
      title = excluded.title, language = excluded.language, search_config = excluded.search_config,
      url = excluded.url, content_hash = excluded.content_hash, passages = excluded.passages, warnings = excluded.warnings, indexed_at = now()`
}
