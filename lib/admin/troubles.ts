import * as z from 'zod/mini'
import { type Neon, sql } from '../clients/neon.ts'
import { causes, services } from '../upstream/cause.ts'
import { whatToDo } from '../upstream/what-to-do.ts'
import { firstDay } from './overview.ts'

/** What one service failed with, for one cause, within the period. */
const Trouble = z.object({
  service: z.enum(services),
  cause: z.enum(causes),
  /** The HTTP status of the last time, where there was one. */
  status: z.optional(z.int()),
  /** The first words that the service said the last time. */
  message: z.string(),
  times: z.int(),
  last_at: z.iso.datetime(),
  what_to_do: z.string(),
})

/** What went wrong with the services, the latest first; a healthy period has nothing. */
export const Troubles = z.object({ days: z.int(), data: z.array(Trouble) })

export type Troubles = z.infer<typeof Troubles>

const Row = z.object({
  service: z.enum(services),
  cause: z.enum(causes),
  status: z.nullable(z.int()),
  message: z.string(),
  times: z.int(),
  last_at: z.date(),
})

/** Reads what was counted of the services' failures in the last so many days, today among them. */
export async function readTroubles(days: number, neon: Neon): Promise<Troubles> {
  const rows = await neon.run(sql(Row)`
    select distinct on (service, cause) service, cause, status, message, last_at,
      (sum(times) over (partition by service, cause))::int as times
    from upstream_troubles where day >= ${firstDay(days)}::date
    order by service, cause, last_at desc`)
  const data = rows
    .toSorted((a, b) => b.last_at.getTime() - a.last_at.getTime())
    .map(({ status, last_at, ...row }) => ({
      ...row,
      ...(status !== null && { status }),
      last_at: last_at.toISOString(),
      what_to_do: whatToDo(row.service, row.cause),
    }))
  return { days, data }
}
