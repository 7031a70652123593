import { type Neon, NoRow, sql } from '../../clients/neon.ts'

const mostAtOnce = 1000

/**
 * Erases what was written after hand-offs that were closed a day ago, where conversations are not kept:
 * its reader has had the time to read it. Says how many messages.
 */
export async function forgetSaid(neon: Neon): Promise<number> {
  const forgotten = await neon.run(sql(NoRow)`
    delete from messages where id in (
      select m.id from messages m join escalations e on e.id = m.escalation_id
      where e.closed_at < now() - interval '1 day' order by m.id limit ${mostAtOnce}
      for update of m skip locked)
    returning id`)
  return forgotten.length
}
