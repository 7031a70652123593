import type { Context, Filter } from 'grammy/web'

type IncomingMessage = Filter<Context, 'message'>

const commands = /^\/(?:start|help|new|human)(?:@(\w+))?(?:\s|$)/

/**
 * Whether a message wants an answer. In a chat of one's own every message does; in a group only a
 * command of ours, a reply to what the bot has said, or a message that names it. Bots never do.
 */
export function isAddressedToBot({ message, chat, from, me }: IncomingMessage): boolean {
  if (from.is_bot) return false
  if (chat.type === 'private') return true
  if (message.reply_to_message?.from?.id === me.id) return true
  const text = message.text ?? message.caption ?? ''
  const command = commands.exec(text)
  if (command) return command[1] === undefined || isName(command[1], me.username)
  return mentionOf(me.username).test(text)
}

/** A message's text without the bot's name. */
export const withoutMention = (text: string, username: string) =>
  text.replaceAll(mentionOf(username), ' ').trim()

const isName = (name: string, username: string) => name.toLowerCase() === username.toLowerCase()

const mentionOf = (username: string) => new RegExp(`(?<!\\w)@${username}(?!\\w)`, 'gi')
