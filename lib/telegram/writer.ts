import type { Context } from 'grammy/web'

/** Who writes, and where: in a chat of their own, or in a group. */
export interface Writer {
  userId: number
  chatId: number
  isPrivate: boolean
  /** How a person reaches the writer. */
  contact: string
}

/** Who has written a message, or pressed a button of one. */
export function writerOf({ from, chat }: Context): Writer {
  if (!from || !chat) throw new Error('An update without a sender or a chat')
  return {
    userId: from.id,
    chatId: chat.id,
    isPrivate: chat.type === 'private',
    contact: from.username ? `Telegram: @${from.username}` : `Telegram: tg://user?id=${from.id}`,
  }
}

/** What limits call a writer: nobody else's questions count against it. */
export const addressOf = ({ userId }: Writer) => `telegram:${userId}`
