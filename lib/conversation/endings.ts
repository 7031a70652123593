import * as z from 'zod/mini'
import { fragment, type Neon, NoRow, sql } from '../clients/neon.ts'
import { Problem } from '../problem.ts'
import { someText } from '../text/clean-text.ts'
import type { Event } from '../webhooks/events.ts'
import { recordEvents, toJsonb } from '../webhooks/record.ts'
import type { ChannelAddress } from './escalation/escalation.ts'
import { transcriptLink } from './transcript-link.ts'

/** What a reader who asks for a person says. */
export const NewEscalation = z.strictObject({
  reason: someText(2000),
  contact: z.optional(someText(200)),
})

const EndedRow = z.object({ status: z.string(), is_mine: z.boolean() })

export interface EndingsDeps {
  neon: Neon
  /** Wakes the delivery to webhooks; what no wake reaches, a cron finds. */
  wake: (webhookIds: string[]) => Promise<void>
  newId: () => string
  now: () => number
  /** Has the team's own tools told of the hand-offs of a session. */
  relay: (sessionId: string) => Promise<unknown>
  /** Whether somebody looks at the inbox of the desk, or at a tool that shows it: no webhook is needed. */
  isInboxWatched: boolean
  /** The deployment's own URL; where it is not set, that of the request. */
  publicUrl: string | undefined
  sessionSecret: string
}

export type Endings = ReturnType<typeof createEndings>

/** How a reader ends a session. Each ending, its event and its row are one transaction. */
export function createEndings(deps: EndingsDeps) {
  const { neon, wake, relay, newId, now, publicUrl, sessionSecret, isInboxWatched } = deps
  const eventOf = (type: Event['type'], data: Event['data'], at: string): Event => ({
    id: `evt_${newId()}`,
    type,
    timestamp: at,
    data,
  })

  return {
    /** Ends a session as resolved; once more changes nothing. After an escalation it is a conflict. */
    async resolve(id: string): Promise<void> {
      const at = new Date(now()).toISOString()
      const data = { session_id: id, outcome_basis: 'confirmed', signal: 'reader' }
      const [, woken, ended] = await neon.transaction([
        sql(NoRow)`
          update sessions set status = 'resolved', confirmed_at = ${at}::timestamptz,
            last_active_at = greatest(last_active_at, ${at}::timestamptz)
          where id = ${id} and status <> 'escalated'
            and (status <> 'resolved' or confirmed_at is null)`,
        recordEvents([eventOf('session.resolved', data, at)], endedHere(id, 'resolved')),
        sessionEnding(id),
      ])
      refuseUnless(ended[0], id, 'resolved')
      await wakeLater(woken)
    },

    /**
     * Asks for a person, also in a session that was resolved; a second time is a conflict. What the
     * person says goes to `channel` too, where there is one. Says whether somebody is told.
     */
    async escalate(
      id: string,
      { reason, contact }: z.infer<typeof NewEscalation>,
      origin: string,
      channel?: ChannelAddress,
    ): Promise<{ is_told: boolean }> {
      const at = new Date(now()).toISOString()
      const escalationId = newId()
      const data = {
        session_id: id,
        escalation_id: escalationId,
        reason,
        ...(contact !== undefined && { contact }),
        transcript_url: await transcriptLink(publicUrl ?? origin, id, sessionSecret, now()),
      }
      const happened = endedHere(id, 'escalated')
      const [, , woken, ended] = await neon.transaction([
        sql(NoRow)`
          update sessions set status = 'escalated', confirmed_at = ${at}::timestamptz,
            last_active_at = greatest(last_active_at, ${at}::timestamptz)
          where id = ${id} and status <> 'escalated'`,
        sql(NoRow)`
          insert into escalations (id, session_id, reason, contact, channel, created_at)
          select ${escalationId}::uuid, ${id}::uuid, ${reason}, ${contact ?? null},
            ${channel ? toJsonb(channel) : null}::jsonb, ${at}::timestamptz
          where ${happened}`,
        recordEvents([eventOf('chat.escalated', data, at)], happened),
        sessionEnding(id),
      ])
      if (!refuseUnless(ended[0], id, 'escalated').is_mine) {
        throw new Problem('conflict', 'A person has been asked for in this session already.')
      }
      await Promise.allSettled([wakeLater(woken), relay(id)])
      return { is_told: isInboxWatched || woken.length > 0 }
    },
  }

  async function wakeLater(woken: { webhook_id: string }[]) {
    await wake(woken.map((row) => row.webhook_id)).catch(() => undefined)
  }
}

/** Whether this very transaction ended the session: it made the row that is there now. */
const endedHere = (id: string, status: string) =>
  fragment`exists (select from sessions
    where id = ${id}::uuid and status = ${status} and xmin = pg_current_xact_id()::xid)`

const sessionEnding = (id: string) => sql(EndedRow)`
  select status, xmin = pg_current_xact_id()::xid as is_mine from sessions where id = ${id}`

function refuseUnless(ended: z.infer<typeof EndedRow> | undefined, id: string, wanted: string) {
  if (!ended) throw new Problem('not-found', `There is no session ${id}.`)
  if (ended.status !== wanted) {
    throw new Problem('conflict', `This session is ${ended.status}, which cannot be taken back.`)
  }
  return ended
}
