import { beginChange } from '../../index/index-version.ts'
import { finishRun, type RunEnd } from '../ledger/finish-run.ts'
import type { GoneMessage } from '../ledger/messages.ts'
import { isToDo, pageStatusesOf } from '../ledger/page-status.ts'
import { completeChapters, lockRun } from '../ledger/runs.ts'
import type { IndexDeps } from './index-pages.ts'
import { idsOfPage, removeRows } from './stored-passages.ts'

/** Removes a page that the source no longer has from everywhere an answer could come from. */
export async function removePage(
  { run_id, path, collection }: GoneMessage,
  deps: IndexDeps,
): Promise<RunEnd> {
  const [status, rows] = await deps.neon.transaction(
    [pageStatusesOf(run_id, [path]), idsOfPage(path)],
    {
      readOnly: true,
    },
  )
  if (isToDo(status, path)) {
    const ids = rows.map((row) => BigInt(row.id))
    await beginChange(deps.redis)
    await deps.qdrant.putPages([{ source: path, kept: [] }], [])
    const result = {
      partNumber: 0,
      title: '',
      added: 0,
      kept: 0,
      removed: ids.length,
      tokens: 0,
      warnings: [],
    }
    await deps.neon.transaction([
      ...removeRows(path, ids),
      lockRun(run_id),
      completeChapters(run_id, [{ path, result }]),
    ])
  }
  return await finishRun(run_id, collection, deps)
}
