import * as z from 'zod/mini'
import { sql } from '../../clients/neon.ts'
import { DeskValues } from '../../desk/values.ts'

/** A version of what was set at the desk, as it is kept. */
export const Saved = z.object({
  version: z.int(),
  values: DeskValues,
  saved_at: z.date(),
  saved_by: z.string(),
  restored_from: z.nullable(z.int()),
})

export type Saved = z.infer<typeof Saved>

/** The statement that reads what was saved last. */
export const latestSettings = sql(Saved)`
  select version, values, saved_at, saved_by, restored_from from desk_settings
  order by version desc limit 1`
