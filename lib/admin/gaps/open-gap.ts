import * as z from 'zod/mini'
import { fragment, type Neon, NoRow, sql } from '../../clients/neon.ts'
import { wordingOf } from '../../clients/wording.ts'
import { Problem } from '../../problem.ts'

/** A question of the log that the book is to answer better. */
export const NewGap = z.strictObject({ query_id: z.uuidv4() })

const Opened = z.object({ gap_id: z.string() })

/**
 * Opens a gap for a question of the log, near the page that its answer cites first. A wording that is in
 * a gap already opens that one again; gives the gap's id.
 */
export async function openGap(queryId: string, newId: () => string, neon: Neon): Promise<string> {
  const asked = fragment`select ${wordingOf(fragment`question`)} as wording, sources
    from query_logs where query_id = ${queryId} and question is not null`
  const gapId = newId()
  const [, , , [gap]] = await neon.transaction([
    sql(NoRow)`
      insert into gaps (gap_id, page)
      select ${gapId}::uuid, (select jsonb_build_object('source', s -> 'source', 'chapter',
            coalesce(s -> 'chapter', '""'), 'section', coalesce(s -> 'section', '""'), 'url',
            coalesce(s -> 'url', '""'))
          from jsonb_array_elements(coalesce(sources, '[]')) s where s -> 'is_cited' = 'true' limit 1)
      from (${asked}) q where not exists (select from gap_wordings w where w.wording = q.wording)`,
    sql(NoRow)`
      insert into gap_wordings (wording, gap_id)
      select wording, gap_id from (${asked}) q, gaps where gap_id = ${gapId}::uuid
      on conflict (wording) do nothing`,
    sql(NoRow)`
      update gaps set status = 'open', closed_at = null, proof = null
      where status <> 'open' and gap_id in (select gap_id from gap_wordings join (${asked}) q using (wording))`,
    sql(Opened)`select gap_id::text from gap_wordings join (${asked}) q using (wording)`,
  ])
  if (gap) return gap.gap_id
  throw new Problem('not-found', `There is no question ${queryId} whose words are kept.`)
}
