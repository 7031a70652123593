import * as z from 'zod/mini'
import { fragment, sql } from '../../clients/neon.ts'
import { wordingOf } from '../../clients/wording.ts'

const days = 30
const mostCharacters = 300
/** As many as are embedded and compared at once. */
export const mostWordings = 200

/** Refused and disliked questions of thirty days, and searches without a hit: a row for each. */
export const missed = fragment`
  select ${wordingOf(fragment`question`)} as wording, question, 'refused' as kind, created_at
  from unanswered_log where created_at > now() - make_interval(days => ${days}::int)
  union all
  select ${wordingOf(fragment`words`)}, words, 'searched', created_at from searches
  where hits = 0 and words is not null and created_at > now() - make_interval(days => ${days}::int)
  union all
  select ${wordingOf(fragment`question`)}, question, 'disliked', created_at from query_logs
  where rating = 'down' and answered and question is not null
    and created_at > now() - make_interval(days => ${days}::int)`

/** The wordings of a gap, the most asked first. */
export const wordingsOf = (gapId: string) => sql(z.object({ question: z.string() }))`
  select left((array_agg(m.question order by m.created_at desc))[1], ${mostCharacters}::int) as question
  from (${missed}) m join gap_wordings w using (wording) where w.gap_id = ${gapId}
  group by m.wording order by count(*) desc, max(m.created_at) desc, m.wording limit 20`

const Wording = z.object({
  wording: z.string(),
  question: z.string(),
  times: z.int(),
  last_asked_at: z.date(),
  gap_id: z.nullable(z.string()),
})

export type Wording = z.infer<typeof Wording>

/** What was missed, each wording once with the gap that it belongs to: new ones first, then the most asked. */
export const missedWordings = sql(Wording)`
  select m.wording, left((array_agg(m.question order by m.created_at desc))[1],
      ${mostCharacters}::int) as question,
    count(*)::int as times, max(m.created_at) as last_asked_at, g.gap_id::text
  from (${missed}) m left join gap_wordings g using (wording)
  group by m.wording, g.gap_id
  order by g.gap_id is not null, count(*) desc, max(m.created_at) desc, m.wording
  limit ${mostWordings}`
