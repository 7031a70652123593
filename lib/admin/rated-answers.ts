import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../clients/neon.ts'
import { microseconds, rowAt } from '../clients/position.ts'
import { cutPage, pageOf, readCursor } from '../cursor.ts'
import { cleanText } from '../text/clean-text.ts'
import { Period } from './figures.ts'
import { firstDay } from './overview.ts'

/** Which rated answers are wanted: the disliked ones, unless it says otherwise. */
export const RatedQuery = z.strictObject({
  ...pageOf(20).shape,
  ...Period.shape,
  rating: z._default(z.enum(['up', 'down']), 'down'),
  /** The path of a page that the answer cites. */
  page: z.optional(cleanText.check(z.minLength(1), z.maxLength(500))),
})

export type RatedQuery = z.infer<typeof RatedQuery>

const CitedPage = z.object({ source: z.string(), chapter: z.optional(z.string()) })

/** An answer that a reader has rated, and why. Texts are absent where they are not kept. */
export const RatedAnswer = z.object({
  query_id: z.string(),
  session_id: z.optional(z.string()),
  rating: z.enum(['up', 'down']),
  reason: z.optional(z.string()),
  comment: z.optional(z.string()),
  question: z.optional(z.string()),
  answer: z.optional(z.string()),
  /** The pages that the answer cites. */
  pages: z.array(CitedPage),
  asked_at: z.iso.datetime({ offset: true }),
})

export const RatedAnswers = z.object({
  data: z.array(RatedAnswer),
  next_cursor: z.optional(z.string()),
})

export type RatedAnswers = z.infer<typeof RatedAnswers>

const Row = z.object({ found: RatedAnswer, id: z.string(), position: z.string() })

/** The rated answers of a period, the latest first. */
export async function listRated(
  { cursor, limit, days, rating, page }: RatedQuery,
  neon: Neon,
): Promise<RatedAnswers> {
  const onPage =
    page === undefined
      ? fragment``
      : fragment`and sources @> jsonb_build_array(
          jsonb_build_object('source', ${page}::text, 'is_cited', true))`
  const before =
    cursor === undefined
      ? fragment``
      : fragment`and (created_at, id) < ${rowAt(readCursor(cursor, 'bigint'))}`
  const rows = await neon.run(sql(Row)`
    select jsonb_strip_nulls(to_jsonb(one) - 'id' - 'position') as found, id::text, position from (
      select id, ${microseconds(fragment`created_at`)}, query_id, session_id, rating,
        feedback ->> 'reason' as reason, feedback ->> 'comment' as comment, question, answer,
        ${citedPages} as pages, created_at as asked_at
      from query_logs
      where rating = ${rating} and query_id is not null and created_at >= ${firstDay(days)}
        ${onPage} ${before}
      order by created_at desc, id desc limit ${limit + 1}::int) one`)
  const { page: shown, ...rest } = cutPage(rows, limit, (row) => [row.position, row.id])
  return { data: shown.map(({ found }) => found), ...rest }
}

const citedPages = fragment`coalesce((
  select jsonb_agg(distinct jsonb_build_object('source', one ->> 'source', 'chapter', one ->> 'chapter'))
  from jsonb_array_elements(sources) one
  where one -> 'is_cited' is distinct from 'false' and one ->> 'source' is not null), '[]')`
