import * as z from 'zod/mini'
import { type Fragment, fragment, sql } from '../../clients/neon.ts'
import { type EscalationMessage, mostMessages } from './escalation.ts'

/** Message rows as they are given out, as JSON: their moments are ISO, and what is null is absent. */
export const messagesOf = (escalationId: Fragment, after: string | undefined) => fragment`coalesce((
  select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('message_id', id::text,
    'from', case role when 'person' then 'person' else 'reader' end, 'author', author,
    'content', content, 'created_at', created_at, 'is_sent', is_sent)) order by id)
  from (
    select * from messages
    where escalation_id = ${escalationId} and id > ${after ?? '0'}::bigint
    order by id limit ${mostMessages}) said), '[]')`

const InsertedRow = z.object({
  message_id: z.string(),
  created_at: z.iso.datetime({ offset: true }),
})

export interface Said {
  escalationId: string
  role: 'user' | 'person'
  author: string | undefined
  content: string
  /** Whether it is to be sent to the reader's channel. */
  isToSend: boolean
  at: string
  /** What it is called in the tool that it was written in. */
  externalId?: string
}

/** Writes down what one of the two said; gives no row where the hand-off is over, erased or full. */
export const insertMessage = ({
  escalationId,
  role,
  author,
  content,
  isToSend,
  at,
  externalId,
}: Said) => sql(InsertedRow)`
  insert into messages (session_id, escalation_id, role, author, content, is_sent, created_at, external_id)
  select s.id, e.id, ${role}, ${author ?? null}::text, ${content},
    case when ${isToSend}::boolean then false end, ${at}::timestamptz, ${externalId ?? null}::text
  from escalations e join sessions s on s.id = e.session_id
  where e.id = ${escalationId} and e.status <> 'closed'
    and (select count(*) from messages where escalation_id = e.id) < ${mostMessages}
  returning id::text as message_id, to_jsonb(created_at) #>> '{}' as created_at`

/** Whether this very transaction wrote something down. */
export const isSaidHere = (escalationId: string) => fragment`exists (
  select from messages where escalation_id = ${escalationId}::uuid
    and xmin = pg_current_xact_id()::xid)`

/** A message as the API gives it. */
export const toMessage = (
  { message_id, created_at }: z.infer<typeof InsertedRow>,
  { role, author, content }: Said,
): EscalationMessage => ({
  message_id,
  from: role === 'person' ? 'person' : 'reader',
  ...(author !== undefined && { author }),
  content,
  created_at,
})
