import * as z from 'zod/mini'
import { lockSession } from '../../clients/lock-session.ts'
import { fragment, type Neon, NoRow, sql } from '../../clients/neon.ts'
import { Problem } from '../../problem.ts'
import { recordEvents } from '../../webhooks/record.ts'
import { EscalationMessage, EscalationState, mostMessages, type NewMessage } from './escalation.ts'
import { insertMessage, isSaidHere, messagesOf, toMessage } from './message-rows.ts'

/** A hand-off as its reader sees it. */
export const ReadersEscalation = z.object({
  escalation_id: z.uuid(),
  status: EscalationState,
  created_at: z.iso.datetime({ offset: true }),
  taken_at: z.optional(z.iso.datetime({ offset: true })),
  closed_at: z.optional(z.iso.datetime({ offset: true })),
  /** What the reader and the person have said to each other, oldest first. */
  messages: z.array(EscalationMessage),
})

/** Which messages are wanted: those after the last one that is known. */
export const ReadersEscalationQuery = z.strictObject({
  after: z.optional(z.string().check(z.regex(/^\d{1,18}$/, 'Must be a message_id'))),
})

const FoundRow = z.object({ found: ReadersEscalation })

export interface ReadersSideDeps {
  neon: Neon
  wake: (webhookIds: string[]) => Promise<void>
  /** Has the team's own tools told of the hand-offs of a session. */
  relay: (sessionId: string) => Promise<unknown>
  newId: () => string
  now: () => number
}

export type ReadersSide = ReturnType<typeof createReadersSide>

/** What a reader who has asked for a person sees of it, and writes to that person. */
export function createReadersSide({ neon, wake, relay, newId, now }: ReadersSideDeps) {
  return {
    /** The latest hand-off of a session; without one it is not found. */
    async get(
      sessionId: string,
      { after }: z.infer<typeof ReadersEscalationQuery> = {},
    ): Promise<z.infer<typeof ReadersEscalation>> {
      const [row] = await neon.run(sql(FoundRow)`
        select jsonb_strip_nulls(jsonb_build_object('escalation_id', e.id, 'status', e.status,
          'created_at', e.created_at, 'taken_at', e.taken_at, 'closed_at', e.closed_at,
          'messages', ${messagesOf(fragment`e.id`, after)})) as found
        from escalations e join sessions s on s.id = e.session_id
        where e.session_id = ${sessionId} order by e.created_at desc limit 1`)
      if (row) return row.found
      throw new Problem('not-found', `Nobody has asked for a person in session ${sessionId}.`)
    },

    /** Says something to the person; where no hand-off is open it is a conflict. */
    async say(
      sessionId: string,
      { content }: z.infer<typeof NewMessage>,
    ): Promise<EscalationMessage> {
      const { escalation_id: escalationId, status } = await this.get(sessionId, { after: none })
      const at = new Date(now()).toISOString()
      const said = {
        escalationId,
        role: 'user',
        author: undefined,
        content,
        isToSend: false,
        at,
      } as const
      const data = { session_id: sessionId, escalation_id: escalationId, from: 'reader', content }
      const [, [inserted], , woken] = await neon.transaction([
        lockSession(sessionId),
        insertMessage(said),
        sql(NoRow)`
          update sessions set last_active_at = greatest(last_active_at, ${at}::timestamptz)
          where id = ${sessionId} and ${isSaidHere(escalationId)}`,
        recordEvents(
          [{ id: `evt_${newId()}`, type: 'escalation.message', timestamp: at, data }],
          isSaidHere(escalationId),
        ),
      ])
      if (!inserted) throw notSaid(status)
      // It is all written down: what no wake reaches, a cron finds.
      await Promise.allSettled([wake(woken.map((row) => row.webhook_id)), relay(sessionId)])
      return toMessage(inserted, said)
    },
  }
}

/** After the greatest id that there can be: no messages at all. */
const none = '999999999999999999'

/** Why nothing could be said in a hand-off that there is. */
export const notSaid = (status: z.infer<typeof EscalationState>) =>
  status === 'closed'
    ? new Problem('conflict', 'This hand-off is closed. Ask for a person anew.')
    : new Problem('conflict', `A hand-off takes at most ${mostMessages} messages.`)
