import * as z from 'zod/mini'
import { sql } from '../../clients/neon.ts'

const PageStatus = z.object({ run: z.string(), chapter: z.nullable(z.string()) })

/** How a run and one of its pages stand. */
export const pageStatusOf = (runId: number, path: string) => sql(PageStatus)`
  select r.status as run, c.status as chapter from ingestion_runs r
    left join ingestion_chapters c on c.run_id = r.id and c.source_path = ${path}
  where r.id = ${runId}`

/** Whether a page is still to be done: its message may have come twice, or its run may be over. */
export const isToDo = (status: z.infer<typeof PageStatus> | undefined) =>
  status?.run === 'running' && status.chapter === 'pending'
