import type { Context } from 'grammy/web'
import { handOff as ask, type HandOffDeps } from '../channels/hand-off.ts'
import type { ChannelAddress } from '../conversation/escalation/escalation.ts'
import { reply } from './reply.ts'
import { writerOf } from './writer.ts'

/** Asks for a person, and tells the writer. */
export async function handOff(
  ctx: Context,
  reason: string,
  origin: string,
  deps: HandOffDeps,
): Promise<void> {
  const writer = writerOf(ctx)
  await reply(ctx, await ask({ writer, reason, address: addressOfChat(ctx), origin }, deps))
}

/** Where what the person says is sent: the chat, and in a group the message that asked. */
function addressOfChat({ chat, message }: Context): ChannelAddress {
  if (!chat) throw new Error('An update without a chat')
  const messageId = chat.type === 'private' ? undefined : message?.message_id
  return {
    channel: 'telegram',
    chat_id: chat.id,
    ...(messageId !== undefined && { message_id: messageId }),
  }
}
