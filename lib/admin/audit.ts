import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../clients/neon.ts'
import { microseconds, rowAt } from '../clients/position.ts'
import { cutPage, Page, readCursor } from '../cursor.ts'

export const AuditQuery = Page

/** Something that somebody of the staff changed or looked at. */
export const AuditEntry = z.object({
  at: z.iso.datetime(),
  member: z.string(),
  role: z.string(),
  /** The operation's name in the OpenAPI document. */
  action: z.string(),
  /** What it was done to, as the path named it. */
  target: z.record(z.string(), z.unknown()),
})

export type AuditEntry = z.infer<typeof AuditEntry>

export const AuditLog = z.object({
  data: z.array(AuditEntry),
  next_cursor: z.optional(z.string()),
})

export type AuditLog = z.infer<typeof AuditLog>

const Row = z.extend(AuditEntry, { at: z.date(), id: z.string(), position: z.string() })

/** What the staff did, the latest first. */
export async function readAudit(
  { cursor, limit }: z.infer<typeof AuditQuery>,
  neon: Neon,
): Promise<z.infer<typeof AuditLog>> {
  const before = cursor
    ? fragment`where (at, id) < ${rowAt(readCursor(cursor, 'bigint'))}`
    : fragment``
  const rows = await neon.run(sql(Row)`
    select at, member, role, action, target, id::text, ${microseconds(fragment`at`)}
    from audit_log ${before} order by at desc, id desc limit ${limit + 1}`)
  const { page, ...next } = cutPage(rows, limit, ({ position, id }) => [position, id])
  const data = page.map(({ at, member, role, action, target }) => ({
    at: at.toISOString(),
    ...{ member, role, action, target },
  }))
  return { data, ...next }
}
