import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../clients/neon.ts'
import { readCursor, toCursor } from '../cursor.ts'
import { Problem } from '../problem.ts'

/** What a history's query may say. */
export const HistoryQuery = z.strictObject({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100)), 50),
})

/** A source as it was when the answer was given, and whether the answer cites it. */
const HistorySource = z.looseObject({
  n: z.int(),
  passage_id: z.nullable(z.string()),
  text: z.string(),
  source: z.string(),
  url: z.string(),
  chapter: z.string(),
  section: z.string(),
  is_cited: z.boolean(),
})

/** One turn of a conversation. A question has no sources; an answer says which of them it cites. */
export const HistoryMessage = z.object({
  message_id: z.string(),
  query_id: z.nullable(z.string()),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  sources: z.array(HistorySource),
  created_at: z.iso.datetime(),
})

/** A part of a conversation, oldest first. */
export const History = z.object({
  data: z.array(HistoryMessage),
  next_cursor: z.optional(z.string()),
})

export type History = z.infer<typeof History>

const MessageRow = z.extend(HistoryMessage, { created_at: z.date() })

/** Where a page ended: the last message's time, and its id, for two messages share a time. */
const Position = z.tuple([z.iso.datetime(), z.string().check(z.regex(/^\d{1,19}$/))])

/** A session's messages, oldest first, a page at a time. */
export async function readHistory(
  sessionId: string,
  { cursor, limit }: z.infer<typeof HistoryQuery>,
  { neon }: { neon: Neon },
): Promise<History> {
  const [known, rows] = await neon.transaction(
    [
      sql(z.unknown())`select from sessions where id = ${sessionId}`,
      sql(MessageRow)`
        select id::text as message_id, query_id::text, role, content, sources, created_at
        from messages where session_id = ${sessionId} ${after(cursor)}
        order by created_at, id limit ${limit + 1}`,
    ],
    { readOnly: true },
  )
  if (known.length === 0) throw new Problem('not-found', `There is no session ${sessionId}.`)
  const data = rows
    .slice(0, limit)
    .map((row) => ({ ...row, created_at: row.created_at.toISOString() }))
  const last = data.at(-1)
  const isMore = rows.length > limit && last !== undefined
  return {
    data,
    ...(isMore && { next_cursor: toCursor([last.created_at, last.message_id]) }),
  }
}

function after(cursor: string | undefined) {
  if (cursor === undefined) return fragment``
  const [time, id] = readCursor(cursor, Position)
  return fragment`and (created_at, id) > (${time}::timestamptz, ${id}::bigint)`
}
