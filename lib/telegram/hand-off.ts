import type { Context } from 'grammy/web'
import { type Endings, NewEscalation } from '../conversation/endings.ts'
import type { ChannelAddress } from '../conversation/escalation/escalation.ts'
import { Problem } from '../problem.ts'
import type { Conversations } from './conversations.ts'
import { reply } from './reply.ts'
import { words } from './words.ts'
import { type Writer, writerOf } from './writer.ts'

export interface HandOffDeps {
  conversations: Conversations
  endings: Endings
  /** Where readers reach the owner when nobody is told. */
  contact: string | undefined
}

/** Asks for a person in the conversation under way, as `POST /v1/sessions/:id/escalate` does. */
export async function handOff(
  ctx: Context,
  reason: string,
  origin: string,
  { conversations, endings, contact }: HandOffDeps,
): Promise<void> {
  const writer = writerOf(ctx)
  const given = NewEscalation.shape.reason.safeParse(reason)
  const escalation = {
    reason: given.success ? given.data : 'Asked for a person on Telegram',
    contact: writer.contact,
  }
  const handedOff = await conversations.inCurrentSession(writer, async (id) => {
    try {
      const channel = addressOfChat(ctx, writer)
      const { is_told } = await endings.escalate(id, escalation, origin, channel)
      return is_told ? words.handedOff : words.nobody(contact)
    } catch (error) {
      if (error instanceof Problem && error.type === 'conflict') return words.handedOffAlready
      throw error
    }
  })
  await reply(ctx, handedOff)
}

/** Where what the person says is sent: the chat, and in a group the message that asked. */
function addressOfChat(ctx: Context, { chatId, isPrivate }: Writer): ChannelAddress {
  const messageId = ctx.message?.message_id
  return {
    channel: 'telegram',
    chat_id: chatId,
    ...(!isPrivate && messageId !== undefined && { message_id: messageId }),
  }
}
