import * as z from 'zod/mini'
import { lockSessions } from '../../clients/lock-session.ts'
import { fragment, type Neon, sql } from '../../clients/neon.ts'
import { microseconds, rowAt } from '../../clients/position.ts'
import { cutPage, Page, readCursor } from '../../cursor.ts'
import { Problem } from '../../problem.ts'
import { cleanText, someText } from '../../text/clean-text.ts'

/** The right answer to a question of the log. */
export const NewCorrection = z.strictObject({
  query_id: z.uuidv4().check(z.toLowerCase()),
  answer: someText(4000),
  /** The paths of the pages that it rests on: the question is asked again after every run. */
  pages: z._default(
    z.array(cleanText.check(z.minLength(1), z.maxLength(500))).check(z.maxLength(5)),
    [],
  ),
})

/** A corrected answer, and whether the book gives the right one by now. */
export const Correction = z.object({
  query_id: z.uuid(),
  /** Absent where its words are erased. */
  question: z.optional(z.string()),
  answer: z.string(),
  pages: z.array(z.string()),
  author: z.string(),
  created_at: z.iso.datetime(),
  /** Whether the reader's conversation was still open, so that it is in it. */
  was_sent: z.boolean(),
  /** Whether the book answered it after the latest run, verified and from these pages. */
  is_met: z.optional(z.boolean()),
  checked_in_run: z.optional(z.int()),
})

export const CorrectionQuery = Page
export const CorrectionList = z.object({
  data: z.array(Correction),
  next_cursor: z.optional(z.string()),
})

export type Correction = z.infer<typeof Correction>
export type CorrectionList = z.infer<typeof CorrectionList>

const Row = z.extend(Correction, {
  question: z.nullable(z.string()),
  created_at: z.date(),
  is_met: z.nullable(z.boolean()),
  checked_in_run: z.nullable(z.int()),
  position: z.string(),
})

const rowsWhere = (condition: ReturnType<typeof fragment>, most: number) => sql(Row)`
  select c.query_id::text, q.question, c.answer, c.pages, c.author, c.created_at, c.was_sent, c.is_met,
    c.checked_in_run, ${microseconds(fragment`c.created_at`)}
  from corrections c join query_logs q using (query_id)
  where ${condition} order by c.created_at desc, c.query_id desc limit ${most}`

const Session = z.object({ session_id: z.nullable(z.string()) })

/**
 * Corrects an answer: once for each, the latest counts. A reader whose conversation is still open finds
 * the correction in it, as a person's words.
 */
export async function correct(
  { query_id: id, answer, pages }: z.infer<typeof NewCorrection>,
  author: string,
  neon: Neon,
): Promise<Correction> {
  const [known] = await neon.run(sql(Session)`
    select session_id::text from query_logs where query_id = ${id} and question is not null`)
  if (!known) throw new Problem('not-found', `There is no question ${id} whose words are kept.`)
  const isOpen = fragment`s.status in ('active', 'escalated') and (s.archived_at is null
    or s.archived_at < s.last_active_at)`
  const [, , , rows] = await neon.transaction([
    lockSessions([known.session_id ?? id]),
    sql(z.unknown())`
      insert into corrections (query_id, answer, pages, author)
      values (${id}, ${answer}, ${pages}::text[], ${author})
      on conflict (query_id) do update set answer = excluded.answer, pages = excluded.pages,
        author = excluded.author, created_at = now(), was_sent = false, is_met = null,
        checked_in_run = null, checked_at = null`,
    sql(z.unknown())`
      with told as (
        insert into messages (session_id, query_id, role, content, author)
        select s.id, ${id}::uuid, 'person', ${answer}, ${author} from sessions s
        where s.id = ${known.session_id}::uuid and ${isOpen}
        on conflict (query_id, role) do update set content = excluded.content,
          author = excluded.author, created_at = now()
        returning session_id)
      update corrections set was_sent = true where query_id = ${id} and exists (select from told)`,
    rowsWhere(fragment`c.query_id = ${id}`, 1),
  ])
  const [row] = rows
  if (!row) throw new Problem('not-found', `There is no question ${id} whose words are kept.`)
  return toCorrection(row)
}

/** The corrected answers, the latest first. */
export async function listCorrections(
  { cursor, limit }: z.infer<typeof CorrectionQuery>,
  neon: Neon,
): Promise<CorrectionList> {
  const before = cursor
    ? fragment`(c.created_at, c.query_id) < ${rowAt(readCursor(cursor, 'uuid'))}`
    : fragment`true`
  const rows = await neon.run(rowsWhere(before, limit + 1))
  const { page, ...next } = cutPage(rows, limit, ({ position, query_id }) => [position, query_id])
  return { data: page.map(toCorrection), ...next }
}

/** Takes a correction back; what the reader has been told stays told. */
export async function withdraw(queryId: string, neon: Neon): Promise<void> {
  const [gone] = await neon.run(sql(z.unknown())`
    delete from corrections where query_id = ${queryId} returning query_id`)
  if (gone === undefined) throw new Problem('not-found', `Nothing was corrected of ${queryId}.`)
}

function toCorrection({
  position: _,
  question,
  created_at,
  is_met,
  checked_in_run,
  ...row
}: z.infer<typeof Row>): Correction {
  return {
    ...row,
    ...(question !== null && { question }),
    created_at: created_at.toISOString(),
    ...(is_met !== null && { is_met }),
    ...(checked_in_run !== null && { checked_in_run }),
  }
}
