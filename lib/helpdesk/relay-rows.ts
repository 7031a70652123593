import * as z from 'zod/mini'
import { fragment, NoRow, sql } from '../clients/neon.ts'
import { HandOff, type HelpdeskName } from './helpdesk.ts'

/** A hand-off's place in a tool, as it is kept. */
const Relay = z.object({
  escalation_id: z.string(),
  thread: z.nullable(z.string()),
  posted: z.array(z.string()),
  told_state: z.string(),
  attempts: z.int(),
})

export type Relay = z.infer<typeof Relay>

/** After so many failures in a row only a change of the hand-off makes another attempt. */
export const mostAttempts = 8
const mostSaid = 20
const mostTalk = 6
const mostDue = 50

/** How a hand-off stands, as a tool is told of it. */
const stateOf = fragment`(e.status || coalesce(':' || e.taken_by, ''))`

/** What a tool has not been told of a hand-off, and did not say itself. */
const unsaid = (helpdesk: HelpdeskName) => fragment`m.escalation_id = e.id
  and m.id > coalesce(r.told_message, 0)
  and not starts_with(coalesce(m.external_id, ''), ${`${helpdesk}:`})`

/**
 * Claims the hand-offs of a session for a tool, so that nobody else tells it of them meanwhile. One that
 * was closed before it was ever told is passed over.
 */
export const claimRelays = (sessionId: string, helpdesk: HelpdeskName) => sql(Relay)`
  insert into escalation_relays as r (escalation_id, helpdesk, claimed_until)
  select e.id, ${helpdesk}, now() + interval '1 minute' from escalations e
  where e.session_id = ${sessionId} and (e.status <> 'closed' or exists (
    select from escalation_relays where escalation_id = e.id and helpdesk = ${helpdesk}))
  on conflict (escalation_id, helpdesk) do update set claimed_until = excluded.claimed_until
  where r.claimed_until is null or r.claimed_until < now()
  returning escalation_id::text, thread, posted, told_state, attempts`

/** How many hand-offs of a session somebody else is telling a tool of. */
export const claimedElsewhere = (sessionId: string, helpdesk: HelpdeskName) => sql(
  z.object({ count: z.int() }),
)`
  select count(*)::int from escalation_relays r join escalations e on e.id = r.escalation_id
  where e.session_id = ${sessionId} and r.helpdesk = ${helpdesk} and r.claimed_until > now()`

const FoundRow = z.object({ found: HandOff, state: z.string(), has_more: z.boolean() })

/** A hand-off, with what a tool has not been told. */
export const readHandOff = (escalationId: string, helpdesk: HelpdeskName) => sql(FoundRow)`
  select ${stateOf} as state,
    (select count(*) > ${mostSaid}::int from messages m where ${unsaid(helpdesk)}) as has_more,
    jsonb_strip_nulls(jsonb_build_object('escalation_id', e.id, 'session_id', e.session_id,
      'reason', e.reason, 'contact', e.contact, 'status', e.status, 'taken_by', e.taken_by,
      'channel', coalesce(s.metadata ->> 'channel', 'page'), 'is_erased', s.id is null,
      'talk', coalesce((
        select jsonb_agg(jsonb_build_object('role', role, 'content', content) order by id)
        from (select id, role, content from messages
          where session_id = e.session_id and escalation_id is null and created_at <= e.created_at
          order by id desc limit ${mostTalk}) talk), '[]'),
      'said', coalesce((
        select jsonb_agg(jsonb_build_object('message_id', id::text,
          'from', case role when 'person' then 'person' else 'reader' end, 'author', author,
          'content', content, 'created_at', created_at) order by id)
        from (select m.* from messages m where ${unsaid(helpdesk)}
          order by m.id limit ${mostSaid}) said), '[]'))) as found
  from escalations e left join sessions s on s.id = e.session_id
    left join escalation_relays r on r.escalation_id = e.id and r.helpdesk = ${helpdesk}
  where e.id = ${escalationId}`

/** What a tool has been told by now. */
export interface Told {
  thread?: string
  posted?: string[]
  message?: string
  state?: string
}

/** Keeps what a tool has been told, and the claim with it. */
export const noteTold = (
  escalationId: string,
  helpdesk: HelpdeskName,
  { thread, posted = [], message, state }: Told,
) => sql(NoRow)`
  update escalation_relays set thread = coalesce(${thread ?? null}, thread),
    posted = posted || ${posted}::text[],
    told_message = greatest(told_message, ${message ?? '0'}::bigint),
    told_state = coalesce(${state ?? null}, told_state),
    claimed_until = now() + interval '1 minute'
  where escalation_id = ${escalationId} and helpdesk = ${helpdesk}`

export const releaseRelay = (escalationId: string, helpdesk: HelpdeskName) => sql(NoRow)`
  update escalation_relays set claimed_until = null, attempts = 0, next_attempt_at = null, failure = null
  where escalation_id = ${escalationId} and helpdesk = ${helpdesk}`

export const noteFailure = (
  escalationId: string,
  helpdesk: HelpdeskName,
  { seconds, failure }: { seconds: number; failure: string },
) => sql(NoRow)`
  update escalation_relays set claimed_until = null, attempts = attempts + 1, failure = ${failure},
    next_attempt_at = now() + make_interval(secs => ${seconds}::int)
  where escalation_id = ${escalationId} and helpdesk = ${helpdesk}`

export const forgetRelay = (escalationId: string, helpdesk: HelpdeskName) => sql(NoRow)`
  delete from escalation_relays where escalation_id = ${escalationId} and helpdesk = ${helpdesk}`

/** The sessions whose hand-offs a tool has not been told all of, as far as an attempt is due. */
export const dueRelays = (helpdesks: HelpdeskName[]) => sql(z.object({ session_id: z.string() }))`
  select distinct e.session_id::text
  from unnest(${helpdesks}::text[]) as tool (name) cross join escalations e
    left join sessions s on s.id = e.session_id
    left join escalation_relays r on r.escalation_id = e.id and r.helpdesk = tool.name
  where coalesce(r.attempts, 0) < ${mostAttempts}::int
    and coalesce(r.next_attempt_at, '-infinity') <= now()
    and coalesce(r.claimed_until, '-infinity') < now()
    and case when s.id is null then r.escalation_id is not null
      else (e.status <> 'closed' or r.escalation_id is not null and e.closed_at > now() - interval '3 days')
        and (r.thread is null or r.told_state <> ${stateOf} or exists (
          select from messages m where m.escalation_id = e.id and m.id > r.told_message
            and not starts_with(coalesce(m.external_id, ''), tool.name || ':'))) end
  limit ${mostDue}::int`

/** The seconds until an attempt is due that has to wait. */
export const secondsUntilRelay = sql(z.object({ seconds: z.nullable(z.number()) }))`
  select extract(epoch from min(next_attempt_at) - now())::float8 as seconds
  from escalation_relays where next_attempt_at > now() and attempts < ${mostAttempts}::int`

/** Which hand-off a thread of a tool is, and whether a message of it is known already. */
export const findThread = (helpdesk: HelpdeskName, thread: string, externalId: string) => sql(
  z.object({ escalation_id: z.string(), status: z.string(), is_known: z.boolean() }),
)`
  select r.escalation_id::text, e.status,
    exists (select from messages where external_id = ${externalId}) as is_known
  from escalation_relays r join escalations e on e.id = r.escalation_id
  where r.helpdesk = ${helpdesk} and r.thread = ${thread}`
