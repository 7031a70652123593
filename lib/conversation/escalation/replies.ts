import * as z from 'zod/mini'
import { NoRow, sql } from '../../clients/neon.ts'
import { Problem } from '../../problem.ts'
import { recordEvents } from '../../webhooks/record.ts'
import { type ChannelAddress, EscalationMessage, type NewReply } from './escalation.ts'
import { insertMessage, isSaidHere, toMessage } from './message-rows.ts'
import { notSaid } from './readers-side.ts'
import {
  afterChange,
  eventOf,
  findEscalation,
  isChangedHere,
  lockSessionOf,
  type StaffDeps,
  takeWaiting,
} from './staff-rows.ts'

/** What a person has said, and whether the reader's channel took it; absent where there is none. */
export const SentReply = z.extend(EscalationMessage, {
  is_sent: z.optional(z.boolean()),
  /** Why it was not sent. */
  send_error: z.optional(z.string()),
})

export type SentReply = z.infer<typeof SentReply>

export interface ReplyDeps extends StaffDeps {
  /** Sends a person's words to where the reader is; throws what the channel says against it. */
  send: (
    address: ChannelAddress,
    words: { author?: string | undefined; content: string },
  ) => Promise<void>
}

/**
 * Says something to the reader, and takes the hand-off where nobody has. It is in the conversation
 * whether or not the reader's channel takes it; `is_sent` tells.
 */
export async function reply(
  id: string,
  { content, author }: z.infer<typeof NewReply>,
  by: string,
  deps: ReplyDeps,
  externalId?: string,
): Promise<SentReply> {
  const known = await findEscalation(id, deps.neon)
  const at = new Date(deps.now()).toISOString()
  const isToSend = known.channel !== null
  const said = {
    ...({ escalationId: id, role: 'person', author, content, isToSend, at } as const),
    ...(externalId !== undefined && { externalId }),
  }
  const words = { from: 'person', content, ...(author !== undefined && { author }) }
  const [, , takenNow, [inserted], , saidNow] = await deps.neon.transaction([
    lockSessionOf(id),
    takeWaiting(id, by, at),
    recordEvents([eventOf('escalation.taken', known, { taken_by: by }, deps)], isChangedHere(id)),
    insertMessage(said),
    sql(NoRow)`
      update sessions set last_active_at = greatest(last_active_at, ${at}::timestamptz)
      where id = ${known.session_id} and ${isSaidHere(id)}`,
    recordEvents([eventOf('escalation.message', known, words, deps)], isSaidHere(id)),
  ])
  if (!inserted) throw notSaid((await findEscalation(id, deps.neon)).status)
  await afterChange(known, true, [...takenNow, ...saidNow], deps)
  const message = toMessage(inserted, said)
  return known.channel ? { ...message, ...(await sent(message, known.channel, deps)) } : message
}

/** Sends once more what the reader's channel did not take. */
export async function resend(id: string, messageId: string, deps: ReplyDeps): Promise<SentReply> {
  const { channel } = await findEscalation(id, deps.neon)
  const [row] = await deps.neon.run(unsentOf(id, messageId))
  if (!row || !channel)
    throw new Problem('conflict', 'There is no such message that is still to be sent.')
  return { ...row.found, ...(await sent(row.found, channel, deps)) }
}

/** Hands words to the reader's channel, and keeps that it took them. */
async function sent(
  { message_id, author, content }: EscalationMessage,
  address: ChannelAddress,
  { neon, send }: ReplyDeps,
) {
  try {
    await send(address, { author, content })
  } catch (error) {
    // The words are in the conversation: whoever wrote them is told, and can send them once more.
    return { is_sent: false, send_error: error instanceof Error ? error.message : String(error) }
  }
  await neon
    .run(sql(NoRow)`update messages set is_sent = true where id = ${message_id}`)
    // It was sent: at worst whoever wrote it sends it once more.
    .catch(() => undefined)
  return { is_sent: true }
}

const unsentOf = (id: string, messageId: string) => sql(z.object({ found: EscalationMessage }))`
  select jsonb_strip_nulls(jsonb_build_object('message_id', id::text, 'from', 'person',
    'author', author, 'content', content, 'created_at', created_at)) as found
  from messages where id::text = ${messageId} and escalation_id = ${id} and is_sent is false`
