import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../../clients/neon.ts'
import { microseconds, rowAt } from '../../clients/position.ts'
import { cutPage, pageOf, readCursor } from '../../cursor.ts'
import { Problem } from '../../problem.ts'
import { EscalationState } from './escalation.ts'
import { messagesOf } from './message-rows.ts'
import { SentReply } from './replies.ts'

/** Which hand-offs are wanted; `open` ones wait or have been taken. */
export const InboxQuery = z.strictObject({
  ...pageOf(20).shape,
  status: z._default(z.enum(['open', ...EscalationState.options]), 'open'),
})

export type InboxQuery = z.infer<typeof InboxQuery>

const moment = z.iso.datetime({ offset: true })

/** A hand-off in a line. */
export const InboxLine = z.object({
  escalation_id: z.uuid(),
  session_id: z.uuid(),
  status: EscalationState,
  reason: z.string(),
  contact: z.optional(z.string()),
  channel: z.string(),
  created_at: moment,
  taken_by: z.optional(z.string()),
  taken_at: z.optional(moment),
  closed_at: z.optional(moment),
  /** What the reader has written that no person has answered. */
  unanswered: z.int(),
})

export const Inbox = z.object({ data: z.array(InboxLine), next_cursor: z.optional(z.string()) })

/** A hand-off with what was said since; what came before it is the conversation of its session. */
export const InboxEntry = z.extend(InboxLine, {
  messages: z.array(z.omit(SentReply, { send_error: true })),
  /** The team's own tools that show it, and why one could not be told the latest. */
  helpdesks: z.array(
    z.object({ helpdesk: z.string(), is_open: z.boolean(), failure: z.optional(z.string()) }),
  ),
})

export type InboxLine = z.infer<typeof InboxLine>
export type Inbox = z.infer<typeof Inbox>
export type InboxEntry = z.infer<typeof InboxEntry>

const LineRow = z.object({ found: InboxLine, position: z.string() })
const EntryRow = z.object({ found: InboxEntry })

// As JSON a row's moments are ISO, and what is null is absent.
const lineOf = fragment`jsonb_strip_nulls(jsonb_build_object('escalation_id', e.id,
  'session_id', e.session_id, 'status', e.status, 'reason', e.reason, 'contact', e.contact,
  'channel', coalesce(s.metadata ->> 'channel', 'page'), 'created_at', e.created_at,
  'taken_by', e.taken_by, 'taken_at', e.taken_at, 'closed_at', e.closed_at,
  'unanswered', (select count(*) from messages m
    where m.escalation_id = e.id and m.role = 'user' and m.id > coalesce((
      select max(id) from messages where escalation_id = e.id and role = 'person'), 0))))`

/** Who waits for a person, the longest first; of those that are closed, the latest first. */
export async function readInbox({ cursor, limit, status }: InboxQuery, neon: Neon): Promise<Inbox> {
  const wanted = status === 'open' ? ['waiting', 'taken'] : [status]
  const isClosed = status === 'closed'
  const order = isClosed ? fragment`e.created_at desc, e.id desc` : fragment`e.created_at, e.id`
  const rows = await neon.run(sql(LineRow)`
    select ${lineOf} as found, ${microseconds(fragment`e.created_at`)}
    from escalations e join sessions s on s.id = e.session_id
    where e.status = any (${wanted}::text[]) ${beyond(cursor, isClosed)}
    order by ${order} limit ${limit + 1}::int`)
  const { page, ...rest } = cutPage(rows, limit, ({ position, found }) => [
    position,
    found.escalation_id,
  ])
  return { data: page.map(({ found }) => found), ...rest }
}

/** One hand-off; an unknown one, and one whose session was erased, is not found. */
export async function readInboxEntry(id: string, neon: Neon): Promise<InboxEntry> {
  const [row] = await neon.run(sql(EntryRow)`
    select ${lineOf} || jsonb_build_object('messages', ${messagesOf(fragment`e.id`, undefined)},
      'helpdesks', coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
          'helpdesk', helpdesk, 'is_open', thread is not null, 'failure', failure)) order by helpdesk)
        from escalation_relays where escalation_id = e.id), '[]')) as found
    from escalations e join sessions s on s.id = e.session_id where e.id = ${id}`)
  if (!row) throw new Problem('not-found', `There is no hand-off ${id}.`)
  return row.found
}

function beyond(cursor: string | undefined, isClosed: boolean) {
  if (cursor === undefined) return fragment``
  const at = rowAt(readCursor(cursor, 'uuid'))
  return isClosed
    ? fragment`and (e.created_at, e.id) < ${at}`
    : fragment`and (e.created_at, e.id) > ${at}`
}
