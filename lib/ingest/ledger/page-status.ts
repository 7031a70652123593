import * as z from 'zod/mini'
import { sql } from '../../clients/neon.ts'

const PageStatus = z.object({ path: z.string(), run: z.string(), chapter: z.nullable(z.string()) })

/** How a run and some of its pages stand. */
export const pageStatusesOf = (runId: number, paths: string[]) => sql(PageStatus)`
  select pages.path, r.status as run, c.status as chapter
  from ingestion_runs r cross join unnest(${paths}::text[]) as pages (path)
    left join ingestion_chapters c on c.run_id = r.id and c.source_path = pages.path
  where r.id = ${runId}`

/** Whether a page is still to be done: its message may have come twice, or its run may be over. */
export const isToDo = (statuses: z.infer<typeof PageStatus>[], path: string) =>
  statuses.some((one) => one.path === path && one.run === 'running' && one.chapter === 'pending')
