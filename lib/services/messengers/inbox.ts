import type * as z from 'zod/mini'
import { splitText } from '../../channels/split-text.ts'
import { escapedForSlack } from '../../clients/channels/slack.ts'
import { sendTelegramMessage } from '../../clients/channels/telegram-message.ts'
import {
  type ChannelAddress,
  type NewReply,
  personKey,
} from '../../conversation/escalation/escalation.ts'
import { type InboxQuery, readInbox, readInboxEntry } from '../../conversation/escalation/inbox.ts'
import { assign, close, release, take } from '../../conversation/escalation/progress.ts'
import { reply, resend } from '../../conversation/escalation/replies.ts'
import type { Settings } from '../../env.ts'
import { newId, now } from '../doors.ts'
import { neonFor, noting, redisFor, relayFor, wakerFor } from '../upstreams.ts'
import { discordFor, slackFor } from './doors.ts'

/** What those who run the deployment do for readers who wait for a person. */
export function inboxServices(settings: Settings) {
  const neon = neonFor(settings)
  const { commands } = redisFor(settings)
  const ttlSeconds = settings.CONVERSATION_TTL_SECONDS
  const deps = {
    neon,
    wake: wakerFor(settings).wake,
    relay: relayFor(settings),
    newId,
    now,
    send: sendTo(settings),
    mark: (sessionId: string, isTaken: boolean) =>
      isTaken
        ? commands.set(personKey(sessionId), '1', { ex: ttlSeconds })
        : commands.del(personKey(sessionId)),
  }
  return {
    list: (query: InboxQuery) => readInbox(query, neon),
    get: (id: string) => readInboxEntry(id, neon),
    take: (id: string, by: string) => take(id, by, deps),
    release: (id: string) => release(id, deps),
    assign: (id: string, by: string) => assign(id, by, deps),
    reply: (id: string, said: z.infer<typeof NewReply>, by: string, externalId?: string) =>
      reply(id, said, by, deps, externalId),
    resend: (id: string, messageId: string) => resend(id, messageId, deps),
    close: (id: string, by: string) => close(id, by, deps),
  }
}

interface Words {
  author?: string | undefined
  content: string
}

/** Sends a person's words to the reader's channel, under the person's name. */
const sendTo =
  (settings: Settings) =>
  async (address: ChannelAddress, { author, content }: Words): Promise<void> => {
    const text = author === undefined ? content : `${author}: ${content}`
    switch (address.channel) {
      case 'telegram':
        return await toTelegram(address, text, settings)
      case 'slack': {
        requireSet('SLACK_BOT_TOKEN', settings.SLACK_BOT_TOKEN)
        const { channel_id: channel, thread_ts } = address
        await slackFor(settings).post({ channel, thread_ts, text: escapedForSlack(text) })
        return
      }
      case 'discord':
        requireSet('DISCORD_BOT_TOKEN', settings.DISCORD_BOT_TOKEN)
        for (const content of splitText(text, 2000))
          await discordFor(settings).post(address.channel_id, { content })
    }
  }

async function toTelegram(
  { chat_id: chatId, message_id: messageId }: Extract<ChannelAddress, { channel: 'telegram' }>,
  text: string,
  settings: Settings,
): Promise<void> {
  const token = requireSet('TELEGRAM_BOT_TOKEN', settings.TELEGRAM_BOT_TOKEN)
  const door = { token, apiUrl: settings.TELEGRAM_API_URL, timeoutMs: settings.TIMEOUT_TELEGRAM_MS }
  try {
    await sendTelegramMessage({ chatId, messageId, text }, door)
  } catch (error) {
    noting(settings, 'telegram')(error)
    throw error
  }
}

function requireSet(name: string, value: string | undefined): string {
  if (value) return value
  throw new Error(`Set ${name} for this function too.`)
}
