import * as z from 'zod/mini'

const Message = z.object({
  type: z.enum(['message', 'app_mention']),
  subtype: z.optional(z.string()),
  bot_id: z.optional(z.string()),
  user: z.optional(z.string()),
  text: z.optional(z.string()),
  channel: z.string(),
  channel_type: z.optional(z.string()),
  ts: z.string(),
  thread_ts: z.optional(z.string()),
})

/** A message as Slack tells of it. */
export type Message = z.infer<typeof Message>

/** What Slack sends: a question whether we are there, an event, or a pressed button. */
export const SlackCall = z.union([
  z.object({ type: z.literal('url_verification'), challenge: z.string().check(z.maxLength(500)) }),
  z.object({
    type: z.literal('event_callback'),
    team_id: z.string(),
    event_id: z.string().check(z.maxLength(100)),
    authorizations: z._default(z.array(z.object({ user_id: z.string() })), []),
    event: z.union([Message, z.looseObject({ type: z.string() })]),
  }),
  z.object({
    type: z.literal('block_actions'),
    team: z.object({ id: z.string() }),
    user: z.object({ id: z.string() }),
    channel: z.object({ id: z.string() }),
    message: z.object({ ts: z.string(), thread_ts: z.optional(z.string()) }),
    actions: z.array(z.object({ action_id: z.string(), action_ts: z.string() })),
  }),
])

export type SlackCall = z.infer<typeof SlackCall>

/** A message that somebody wrote; undefined of an event of another kind. */
export function messageOf(call: Extract<SlackCall, { type: 'event_callback' }>) {
  const message = Message.safeParse(call.event).data
  return message && !message.subtype && !message.bot_id && message.user !== undefined
    ? { ...message, user: message.user }
    : undefined
}
