import { NoRow, sql } from '../clients/neon.ts'
import type { RunEnd } from './end-chapter.ts'
import type { IndexDeps } from './index-page.ts'
import type { GoneMessage } from './messages.ts'
import { completeChapter, completeRun, lockRun, toRun } from './runs.ts'
import { forgetRemoved, idsOfPage, removePassages } from './stored-passages.ts'

/** Removes a page that the source no longer has from everywhere an answer could come from. */
export async function removePage({ run_id, path }: GoneMessage, deps: IndexDeps): Promise<RunEnd> {
  const ids = (await deps.neon.run(idsOfPage(path))).map((row) => BigInt(row.id))
  await deps.neon.run(removePassages(ids))
  await deps.qdrant.removePage(path)
  await deps.redis.commands.incr('index:version')
  const result = { partNumber: 0, title: '', added: 0, kept: 0, removed: ids.length, tokens: 0 }
  const [, , , , runs] = await deps.neon.transaction([
    lockRun(run_id),
    forgetRemoved(ids),
    sql(NoRow)`delete from chapters where source_path = ${path}`,
    completeChapter(run_id, path, result),
    completeRun(run_id),
  ])
  return runs[0] && toRun(runs[0])
}
