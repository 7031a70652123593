import * as z from 'zod/mini'
import { type Fragment, fragment, type Neon, NoRow, sql } from '../../clients/neon.ts'
import { Problem } from '../../problem.ts'
import type { Event } from '../../webhooks/events.ts'
import { ChannelAddress, EscalationState } from './escalation.ts'

const KnownRow = z.object({
  escalation_id: z.string(),
  session_id: z.string(),
  status: EscalationState,
  channel: z.nullable(ChannelAddress),
})

/** A hand-off as those who work on it need it. */
export type KnownEscalation = z.infer<typeof KnownRow>

/** What those need who work on hand-offs. */
export interface StaffDeps {
  neon: Neon
  /** Wakes the delivery to webhooks; what no wake reaches, a cron finds. */
  wake: (webhookIds: string[]) => Promise<void>
  newId: () => string
  now: () => number
  /** Has the team's own tools told of the hand-offs of a session. */
  relay: (sessionId: string) => Promise<unknown>
  /** Remembers where channels look whether a person has taken a conversation, or forgets it. */
  mark: (sessionId: string, isTaken: boolean) => Promise<unknown>
}

/** Finds a hand-off; an unknown one, and one whose session was erased, is not found. */
export async function findEscalation(id: string, neon: Neon): Promise<KnownEscalation> {
  const [row] = await neon.run(sql(KnownRow)`
    select e.id::text as escalation_id, e.session_id::text, e.status, e.channel
    from escalations e join sessions s on s.id = e.session_id where e.id = ${id}`)
  if (!row) throw new Problem('not-found', `There is no hand-off ${id}.`)
  return row
}

/** Whoever erases the session waits for what is under way, and sees it. */
export const lockSessionOf = (id: string) => sql(NoRow)`
  select from sessions where id = (select session_id from escalations where id = ${id})
  for no key update`

/** Takes a hand-off that waits. */
export const takeWaiting = (id: string, by: string, at: string) => sql(NoRow)`
  update escalations set status = 'taken', taken_by = ${by}, taken_at = ${at}::timestamptz
  where id = ${id} and status = 'waiting'`

/** Gives a hand-off to somebody, whoever has it. */
export const assignTo = (id: string, by: string, at: string) => sql(NoRow)`
  update escalations set status = 'taken', taken_by = ${by}, taken_at = ${at}::timestamptz
  where id = ${id} and status <> 'closed' and taken_by is distinct from ${by}`

/** Whether this very transaction changed the hand-off. */
export const isChangedHere = (id: string): Fragment => fragment`exists (
  select from escalations where id = ${id}::uuid and xmin = pg_current_xact_id()::xid)`

/** An event of a hand-off. */
export function eventOf(
  type: Event['type'],
  { escalation_id, session_id }: KnownEscalation,
  more: Event['data'],
  { newId, now }: Pick<StaffDeps, 'newId' | 'now'>,
): Event {
  return {
    id: `evt_${newId()}`,
    type,
    timestamp: new Date(now()).toISOString(),
    data: { session_id, escalation_id, ...more },
  }
}

/** Tells webhooks, and the reader's channel whether a person has the conversation now. */
export async function afterChange(
  { session_id, channel }: KnownEscalation,
  isTaken: boolean,
  woken: { webhook_id: string }[],
  { wake, mark, relay }: Pick<StaffDeps, 'wake' | 'mark' | 'relay'>,
): Promise<void> {
  await Promise.all([
    // The events are recorded: what no wake reaches, a cron finds.
    wake([...new Set(woken.map((row) => row.webhook_id))]).catch(() => undefined),
    // Without Redis a channel answers from the book, and the person's words are sent all the same.
    channel && mark(session_id, isTaken).catch(() => undefined),
    // What no message reaches, a cron finds.
    relay(session_id).catch(() => undefined),
  ])
}
