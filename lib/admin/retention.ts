import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../clients/neon.ts'

export const RetentionQuery = z.strictObject({
  days: z.coerce.number().check(z.int(), z.gte(1), z.lte(3650)),
})

/** What would be erased if words were kept for so many days. */
export const Retention = z.object({
  days: z.int(),
  /** Conversations that were last active before. */
  conversations: z.int(),
  /** Questions with their answers, those of these conversations among them. */
  questions: z.int(),
  searches: z.int(),
  reports: z.int(),
})

export type Retention = z.infer<typeof Retention>

/** Counts what is older than so many days and has its words still. */
export async function readRetention(days: number, neon: Neon): Promise<Retention> {
  const before = fragment`now() - make_interval(days => ${days}::int)`
  const [found] = await neon.run(sql(z.omit(Retention, { days: true }))`
    select
      (select count(*)::int from sessions where last_active_at < ${before}) as conversations,
      (select count(*)::int from query_logs
        where created_at < ${before} and question is not null) as questions,
      (select count(*)::int from searches
        where created_at < ${before} and words is not null) as searches,
      (select count(*)::int from problem_reports
        where created_at < ${before} and problem is not null) as reports`)
  return { days, conversations: 0, questions: 0, searches: 0, reports: 0, ...found }
}
