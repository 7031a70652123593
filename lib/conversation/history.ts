import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../clients/neon.ts'
import { microseconds, rowAt } from '../clients/position.ts'
import { cutPage, pageOf, readCursor } from '../cursor.ts'
import { Problem } from '../problem.ts'

/** What a history's query may say. */
export const HistoryQuery = z.strictObject({
  ...pageOf(50).shape,
  /** What a transcript's link opens it with. */
  access: z.optional(z.string().check(z.maxLength(1000))),
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

/**
 * One turn of a conversation. A question has no sources; an answer says which of them it cites. After a
 * hand-off a person writes too, under the name `author`.
 */
export const HistoryMessage = z.object({
  message_id: z.string(),
  query_id: z.nullable(z.string()),
  role: z.enum(['user', 'assistant', 'person']),
  author: z.optional(z.string()),
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

const MessageRow = z.extend(HistoryMessage, {
  author: z.nullable(z.string()),
  created_at: z.date(),
  position: z.string(),
})

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
        select id::text as message_id, query_id::text, role, author, content, sources, created_at,
          ${microseconds(fragment`created_at`)}
        from messages where session_id = ${sessionId} ${after(cursor)}
        order by created_at, id limit ${limit + 1}`,
    ],
    { readOnly: true },
  )
  if (known.length === 0) throw new Problem('not-found', `There is no session ${sessionId}.`)
  const { page, ...rest } = cutPage(rows, limit, (row) => [row.position, row.message_id])
  return {
    data: page.map(({ position: _, author, ...row }) => ({
      ...row,
      ...(author !== null && { author }),
      created_at: row.created_at.toISOString(),
    })),
    ...rest,
  }
}

const after = (cursor: string | undefined) =>
  cursor === undefined
    ? fragment``
    : fragment`and (created_at, id) > ${rowAt(readCursor(cursor, 'bigint'))}`
