import * as z from 'zod/mini'
import { sql } from '../../clients/neon.ts'

const Standing = z.object({ run: z.string(), chapter: z.nullable(z.string()) })

/** How a run and one of its pages stand. */
export const standingOf = (runId: number, path: string) => sql(Standing)`
  select r.status as run, c.status as chapter from ingestion_runs r
    left join ingestion_chapters c on c.run_id = r.id and c.source_path = ${path}
  where r.id = ${runId}`

/** Whether a page is still to be done: its message may have come twice, or its run may be over. */
export const isToDo = (standing: z.infer<typeof Standing> | undefined) =>
  standing?.run === 'running' && standing.chapter === 'pending'
