import type { Context } from 'grammy/web'
import type { Writer } from '../channels/writer.ts'

/** Who has written a message, or pressed a button of one: in a chat of their own, or in a group. */
export function writerOf({ from, chat }: Context): Writer {
  if (!from || !chat) throw new Error('An update without a sender or a chat')
  return {
    channel: 'telegram',
    userId: String(from.id),
    conversation: `${chat.id}:${from.id}`,
    isPrivate: chat.type === 'private',
    contact: from.username ? `Telegram: @${from.username}` : `Telegram: tg://user?id=${from.id}`,
  }
}
