import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../clients/neon.ts'
import { microseconds, rowAt } from '../clients/position.ts'
import { cutPage, pageOf, readCursor } from '../cursor.ts'
import { cleanText } from '../text/clean-text.ts'
import { Period } from './figures.ts'
import { firstDay } from './overview.ts'

const yesOrNo = z.pipe(
  z.enum(['true', 'false']),
  z.transform((value) => value === 'true'),
)

/** Which conversations are wanted: those in which one question meets all that is asked of questions. */
export const ConversationQuery = z.strictObject({
  ...pageOf(20).shape,
  ...Period.shape,
  /** Words of a question or an answer, as long as those are kept. */
  q: z.optional(cleanText.check(z.trim(), z.minLength(1), z.maxLength(200))),
  answered: z.optional(yesOrNo),
  cached: z.optional(yesOrNo),
  rating: z.optional(z.enum(['up', 'down'])),
  /** `weak`: an answer has a citation that is not verified; `verified`: all that it cites is. */
  verdict: z.optional(z.enum(['verified', 'weak'])),
  /** The version of the book that was asked. */
  version: z.optional(cleanText.check(z.minLength(1), z.maxLength(100))),
  /** The path of a page that an answer cites. */
  page: z.optional(cleanText.check(z.minLength(1), z.maxLength(500))),
  channel: z.optional(cleanText.check(z.minLength(1), z.maxLength(40))),
  status: z.optional(z.enum(['active', 'resolved', 'escalated', 'abandoned'])),
})

export type ConversationQuery = z.infer<typeof ConversationQuery>

/** A conversation in a line. */
export const ConversationLine = z.object({
  session_id: z.string(),
  /** What was asked first; absent where texts are not kept. */
  first_question: z.optional(z.string()),
  questions: z.int(),
  answered: z.int(),
  from_cache: z.int(),
  rated_up: z.int(),
  rated_down: z.int(),
  status: z.enum(['active', 'resolved', 'escalated', 'abandoned']),
  channel: z.string(),
  origin: z.optional(z.string()),
  started_at: z.iso.datetime(),
  last_active_at: z.iso.datetime(),
})

export const ConversationList = z.object({
  data: z.array(ConversationLine),
  next_cursor: z.optional(z.string()),
})

export type ConversationList = z.infer<typeof ConversationList>

const Row = z.object({
  ...ConversationLine.shape,
  first_question: z.nullable(z.string()),
  origin: z.nullable(z.string()),
  started_at: z.date(),
  last_active_at: z.date(),
  position: z.string(),
})

/** Where a session came from: a channel names itself, and a page does not. */
export const channelOf = fragment`coalesce(s.metadata ->> 'channel', 'page')`

/** The conversations of a period in which something was asked, the latest first. */
export async function listConversations(
  wanted: ConversationQuery,
  neon: Neon,
): Promise<ConversationList> {
  const { cursor, limit, days, channel, status } = wanted
  const rows = await neon.run(sql(Row)`
    select s.id::text as session_id, s.status, ${channelOf} as channel, s.origin,
      s.created_at as started_at, s.last_active_at, t.*, ${microseconds(fragment`s.last_active_at`)}
    from sessions s cross join lateral (
      select (array_agg(left(question, 300) order by created_at))[1] as first_question,
        count(*)::int as questions, (count(*) filter (where answered))::int as answered,
        (count(cached))::int as from_cache, (count(*) filter (where rating = 'up'))::int as rated_up,
        (count(*) filter (where rating = 'down'))::int as rated_down
      from query_logs where session_id = s.id) t
    where s.last_active_at >= ${firstDay(days)} and t.questions > 0
      and (${channel ?? null}::text is null or ${channelOf} = ${channel ?? null})
      and (${status ?? null}::text is null or s.status = ${status ?? null})
      ${asked(wanted)} ${before(cursor)}
    order by s.last_active_at desc, s.id desc limit ${limit + 1}::int`)
  const { page, ...rest } = cutPage(rows, limit, (row) => [row.position, row.session_id])
  return { data: page.map(toLine), ...rest }
}

const isWeak = fragment`l.sources @> '[{"verdicts":["weak"]}]'`

/** One question of the conversation meets all conditions at once. */
function asked({ q, answered, cached, rating, page, verdict, version }: ConversationQuery) {
  const conditions = [
    q !== undefined &&
      fragment`(strpos(lower(l.question), lower(${q})) > 0 or strpos(lower(l.answer), lower(${q})) > 0)`,
    answered !== undefined && fragment`(l.answered is true) = ${answered}::boolean`,
    cached !== undefined && fragment`(l.cached is not null) = ${cached}::boolean`,
    rating !== undefined && fragment`l.rating = ${rating}`,
    version !== undefined && fragment`l.asked_with #>> '{filter,version}' = ${version}`,
    verdict === 'weak' && isWeak,
    verdict === 'verified' &&
      fragment`l.sources @> '[{"verdicts":["verified"]}]' and not ${isWeak}`,
    page !== undefined &&
      fragment`l.sources @> jsonb_build_array(
        jsonb_build_object('source', ${page}::text, 'is_cited', true))`,
  ].filter((condition) => condition !== false)
  const [first, ...others] = conditions
  if (!first) return fragment``
  const all = others.reduce((joined, next) => fragment`${joined} and ${next}`, first)
  return fragment`and exists (select from query_logs l where l.session_id = s.id and ${all})`
}

const before = (cursor: string | undefined) =>
  cursor === undefined
    ? fragment``
    : fragment`and (s.last_active_at, s.id) < ${rowAt(readCursor(cursor, 'uuid'))}`

function toLine({ position: _, first_question, origin, ...row }: z.infer<typeof Row>) {
  return {
    ...row,
    ...(first_question !== null && { first_question }),
    ...(origin !== null && { origin }),
    started_at: row.started_at.toISOString(),
    last_active_at: row.last_active_at.toISOString(),
  }
}
