import { type Neon, NoRow, sql } from '../clients/neon.ts'
import type { Publish } from '../webhooks/events.ts'
import type { PageMessage } from './messages.ts'
import type { Page } from './page.ts'
import {
  completeChapter,
  completeRun,
  failChapter,
  lockRun,
  type PageResult,
  type Run,
  toRun,
} from './runs.ts'
import { searchConfigOf } from './search-text.ts'

interface EndDeps {
  neon: Neon
  publish: Publish
}

/**
 * Marks a page as indexed at this version. Ends its run too when none is left, unless a collection
 * has to be put in place first.
 */
export async function endChapter(
  message: PageMessage,
  page: Page,
  result: PageResult,
  deps: EndDeps,
): Promise<Run | undefined> {
  const { run_id, file, collection } = message
  const marks = [
    lockRun(run_id),
    putChapter(message, page),
    completeChapter(run_id, file.path, result),
  ] as const
  if (result.added > 0 || result.removed > 0) await deps.publish(indexed(message, page, result))
  if (collection) {
    await deps.neon.transaction(marks)
    return undefined
  }
  const [, , , runs] = await deps.neon.transaction([...marks, completeRun(run_id)])
  return runs[0] && toRun(runs[0])
}

/** Marks a page as failed; what it had indexed before stays. */
export async function abandonChapter(
  runId: string,
  path: string,
  reason: string,
  neon: Neon,
): Promise<void> {
  await neon.transaction([lockRun(runId), failChapter(runId, path, reason.slice(0, 1000))])
}

function indexed({ run_id, file }: PageMessage, page: Page, result: PageResult) {
  return {
    type: 'knowledge.document.indexed' as const,
    id: `evt_${run_id}_${file.sha}`,
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

function putChapter({ file, version }: PageMessage, page: Page) {
  return sql(NoRow)`
    insert into chapters (source_path, part_number, part, title, language, search_config, url, content_hash, passages)
    values (${file.path}, ${page.partNumber}, ${page.part}, ${page.title}, ${page.language},
      ${searchConfigOf(page.language)}::regconfig, ${page.url ?? ''}, ${version}, ${page.passages.length})
    on conflict (source_path) do update set part_number = excluded.part_number, part = excluded.part,
      title = excluded.title, language = excluded.language, search_config = excluded.search_config,
      url = excluded.url, content_hash = excluded.content_hash, passages = excluded.passages, indexed_at = now()`
}
