import * as z from 'zod/mini'
import { type Neon, sql } from '../../clients/neon.ts'

const shownNetworks = 50

/** Who was turned away, and why: by network, for whole addresses are not kept. */
export const Abuse = z.object({
  by_network: z.array(
    z.object({
      /** As `203.0.113.0/24`; a messenger's name; `others` past what is told apart. */
      network: z.string(),
      times: z.int(),
      reasons: z.record(z.string(), z.int()),
      last_at: z.iso.datetime({ offset: true }),
    }),
  ),
  by_day: z.array(z.object({ day: z.string(), reason: z.string(), times: z.int() })),
  challenges: z.array(
    z.object({ kind: z.string(), asked: z.int(), passed: z.int(), refused: z.int() }),
  ),
})

export type Abuse = z.infer<typeof Abuse>

const Row = z.object({ found: Abuse })

/** Reads who was turned away in the last days. */
export async function readAbuse(days: number, neon: Neon): Promise<Abuse> {
  const [row] = await neon.run(sql(Row)`
    with since as (select current_date - (${days}::int - 1) as day),
    denied as (select d.* from denial_days d, since where d.day >= since.day),
    networks as (
      select network, sum(times)::int as times, max(last_at) as last_at from denied
      group by 1 order by 2 desc, 1 limit ${shownNetworks}::int)
    select jsonb_build_object(
      'by_network', coalesce((select jsonb_agg(jsonb_build_object('network', network, 'times', times,
          'last_at', last_at, 'reasons', (
            select jsonb_object_agg(reason, times) from (
              select reason, sum(times)::int as times from denied d
              where d.network = n.network group by 1) why)) order by times desc, network)
        from networks n), '[]'),
      'by_day', coalesce((select jsonb_agg(jsonb_build_object('day', to_char(day, 'YYYY-MM-DD'),
          'reason', reason, 'times', times) order by day, reason)
        from (select day, reason, sum(times)::int as times from denied group by 1, 2) days), '[]'),
      'challenges', coalesce((select jsonb_agg(to_jsonb(c) order by kind)
        from (select kind, sum(asked)::int as asked, sum(passed)::int as passed,
            sum(refused)::int as refused
          from challenge_days, since where challenge_days.day >= since.day group by 1) c), '[]')
    ) as found`)
  return row?.found ?? { by_network: [], by_day: [], challenges: [] }
}
