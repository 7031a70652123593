import * as z from 'zod/mini'
import { someText } from '../../text/clean-text.ts'

/** How a hand-off stands: nobody has seen to it, a person has taken it, or it is over. */
export const EscalationState = z.enum(['waiting', 'taken', 'closed'])

/** What one of the two says to the other; `author` is the person's name, where one was given. */
export const EscalationMessage = z.object({
  message_id: z.string(),
  from: z.enum(['reader', 'person']),
  author: z.optional(z.string()),
  content: z.string(),
  created_at: z.iso.datetime({ offset: true }),
})

export type EscalationMessage = z.infer<typeof EscalationMessage>

/** What a reader writes to the person. */
export const NewMessage = z.strictObject({ content: someText(2000) })

/** What a person writes to the reader, under the name that the reader is to see. */
export const NewReply = z.strictObject({
  content: someText(2000),
  author: z.optional(someText(80)),
})

/** Where on its channel a conversation goes on, so that a person's words can be sent there. */
export const ChannelAddress = z.discriminatedUnion('channel', [
  z.object({
    channel: z.literal('telegram'),
    chat_id: z.int(),
    /** In a group, the message that is replied to. */
    message_id: z.optional(z.int()),
  }),
  z.object({ channel: z.literal('slack'), channel_id: z.string(), thread_ts: z.string() }),
  z.object({ channel: z.literal('discord'), channel_id: z.string() }),
])

export type ChannelAddress = z.infer<typeof ChannelAddress>

/** More than people say to each other; what is past it belongs on the phone. */
export const mostMessages = 500

/** The mark in Redis that a person has taken a conversation, so that a channel need not ask Neon. */
export const personKey = (sessionId: string) => `person:${sessionId}`
