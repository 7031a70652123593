import * as z from 'zod/mini'
import { Problem } from './problem.ts'

const usualRows = 20

/** What a list's query may say, with so many rows on a page unless it says how many. */
export const pageOf = (rows: number) =>
  z.strictObject({
    cursor: z.optional(z.string().check(z.maxLength(200))),
    limit: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100)), rows),
  })

export const Page = pageOf(usualRows)

export type Page = z.infer<typeof Page>

/** Where a page ended: the last row's time, and its id, for two rows share a time. */
type Position = [time: string, id: string]

/** The first `limit` of `limit + 1` rows, and the cursor of what follows them. */
export function cutPage<Row>(rows: Row[], limit: number, positionOf: (row: Row) => Position) {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    page,
    ...(rows.length > limit && last !== undefined && { next_cursor: toCursor(positionOf(last)) }),
  }
}

/** Opaque to whoever sends it back. */
const toCursor = (position: Position): string => btoa(JSON.stringify(position))

/** The position a cursor stands for; one that no list gave is an invalid request. */
export function readCursor(cursor: string, idType: IdType) {
  try {
    const [time, id] = positions[idType].parse(JSON.parse(atob(cursor)))
    return { time, id, idType }
  } catch {
    // Whatever is wrong with it, it is not one of ours.
    const message = 'is not a cursor of this list'
    throw new Problem('invalid-request', 'Send next_cursor as it came.', {
      errors: [{ location: 'query.cursor', message }],
    })
  }
}

/** Microseconds since 1970 until the year 2286. */
const Time = z.string().check(z.regex(/^\d{1,16}$/))

const positions = {
  uuid: z.tuple([Time, z.uuid()]),
  // 18 digits are within a bigint whatever they are.
  bigint: z.tuple([Time, z.string().check(z.regex(/^\d{1,18}$/))]),
}

type IdType = keyof typeof positions
