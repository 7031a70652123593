import * as z from 'zod/mini'
import { NoRow, sql } from '../clients/neon.ts'
import { finishRun, type RunEnd } from './finish-run.ts'
import type { IndexDeps } from './index-page.ts'
import { beginChange } from './index-version.ts'
import type { GoneMessage } from './messages.ts'
import { completeChapter, lockRun } from './runs.ts'
import { isToDo, standingOf } from './standing.ts'
import { forgetRemoved, removePassages } from './stored-passages.ts'

/** Removes a page that the source no longer has from everywhere an answer could come from. */
export async function removePage(
  { run_id, path, collection }: GoneMessage,
  deps: IndexDeps,
): Promise<RunEnd> {
  const [standing, rows] = await deps.neon.transaction(
    [standingOf(run_id, path), idsOfPage(path)],
    {
      readOnly: true,
    },
  )
  if (isToDo(standing[0])) {
    const ids = rows.map((row) => BigInt(row.id))
    await beginChange(deps.redis)
    await deps.qdrant.putPage(path, { points: [], kept: [] })
    const result = { partNumber: 0, title: '', added: 0, kept: 0, removed: ids.length, tokens: 0 }
    await deps.neon.transaction([
      removePassages(ids),
      forgetRemoved(ids),
      lockRun(run_id),
      sql(NoRow)`delete from chapters where source_path = ${path}`,
      completeChapter(run_id, path, result),
    ])
  }
  return await finishRun(run_id, collection, deps)
}

/** All ids stored of a page, whatever model embedded them. */
const idsOfPage = (source: string) => sql(z.object({ id: z.string() }))`
  select id::text from documents where source = ${source}`
