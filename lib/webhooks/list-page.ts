import * as z from 'zod/mini'
import { type Fragment, fragment } from '../clients/neon.ts'
import { readCursor, toCursor } from '../cursor.ts'

/** What a list's query may say. */
export const Page = z.strictObject({
  cursor: z.optional(z.string().check(z.maxLength(200))),
  limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100)), 20),
})

export type Page = z.infer<typeof Page>

/** Where a page ended: the last row's time, in microseconds since 1970, and its id. */
const Position = z.tuple([z.string().check(z.regex(/^\d{1,16}$/)), z.uuid()])
type Position = z.infer<typeof Position>

/** A row's time in microseconds, which a JavaScript date would cut to milliseconds. */
export const microseconds = (column: Fragment) =>
  fragment`(extract(epoch from ${column}) * 1000000)::bigint::text as position`

/** A cursor's row as its values of (created_at, id). */
export function rowAt(cursor: string): Fragment {
  const [time, id] = readCursor(cursor, Position)
  return fragment`('epoch'::timestamptz + ${time}::float8 * interval '1 microsecond', ${id}::uuid)`
}

/** The first `limit` of `limit + 1` rows, and the cursor of what follows them. */
export function cutPage<Row>(rows: Row[], limit: number, positionOf: (row: Row) => Position) {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    page,
    ...(rows.length > limit && last !== undefined && { next_cursor: toCursor(positionOf(last)) }),
  }
}
