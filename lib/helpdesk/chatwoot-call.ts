import * as z from 'zod/mini'
import type { Deed } from './deed.ts'

const Person = z.object({
  name: z.optional(z.nullable(z.string())),
  available_name: z.optional(z.nullable(z.string())),
})

const meta = z.optional(z.object({ assignee: z.optional(z.nullable(Person)) }))

const Message = z.object({
  event: z.literal('message_created'),
  id: z.int(),
  content: z.optional(z.nullable(z.string())),
  message_type: z.string(),
  private: z.optional(z.nullable(z.boolean())),
  sender: z.optional(z.nullable(Person)),
  conversation: z.object({ id: z.int() }),
})

const Status = z.object({
  event: z.literal('conversation_status_changed'),
  id: z.int(),
  status: z.string(),
  meta,
})

const Changed = z.object({
  event: z.literal('conversation_updated'),
  id: z.int(),
  changed_attributes: z.optional(
    z.nullable(z.array(z.record(z.string(), z.object({ current_value: z.optional(z.unknown()) })))),
  ),
  meta,
})

/** What Chatwoot tells of; an event of another kind changes nothing. */
export const ChatwootCall = z.union([
  Message,
  Status,
  Changed,
  z.looseObject({
    event: z
      .string()
      .check(
        z.refine(
          (event) =>
            !['message_created', 'conversation_status_changed', 'conversation_updated'].includes(
              event,
            ),
          'Must have what Chatwoot sends of it',
        ),
      ),
  }),
])

export type ChatwootCall = z.infer<typeof ChatwootCall>

/** What somebody of the team has done in Chatwoot; undefined where it concerns no reader. */
export function deedOf(call: ChatwootCall): Deed | undefined {
  const message = Message.safeParse(call).data
  if (message) return replyOf(message)
  const status = Status.safeParse(call).data
  if (status?.status === 'resolved') return { ...inConversation(status), kind: 'close' }
  const changed = Changed.safeParse(call).data
  const assignee = changed?.changed_attributes?.find((one) => 'assignee_id' in one)?.assignee_id
  if (!changed || !assignee) return undefined
  return {
    ...inConversation(changed),
    kind: typeof assignee.current_value === 'number' ? 'take' : 'release',
  }
}

/** What an agent says to the contact; what the contact says came from us, and notes are for agents. */
function replyOf({ id, content, sender, ...message }: z.infer<typeof Message>): Deed | undefined {
  if (message.message_type !== 'outgoing' || message.private) return undefined
  return {
    helpdesk: 'chatwoot',
    kind: 'reply',
    thread: String(message.conversation.id),
    by: nameOf(sender),
    content: content ?? '',
    messageId: String(id),
  }
}

const inConversation = ({ id, meta: about }: { id: number; meta?: z.infer<typeof meta> }) =>
  ({ helpdesk: 'chatwoot', thread: String(id), by: nameOf(about?.assignee) }) as const

const nameOf = (person: z.infer<typeof Person> | null | undefined) =>
  person?.available_name || person?.name || 'The team'
