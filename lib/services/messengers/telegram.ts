import type { Update } from 'grammy/types'
import { createTelegram } from '../../clients/channels/telegram.ts'
import type { Settings } from '../../env.ts'
import { type Call, takeUpdate } from '../../telegram/bot.ts'
import { noting } from '../upstreams.ts'
import { channelServices } from './channels.ts'

/** What the Telegram function needs: what sessions and chat do, and Telegram. */
export function telegramServices(settings: Settings) {
  const { ofSessions, redis, asking } = channelServices(settings)
  const deps = {
    ...asking,
    redis,
    telegram: createTelegram({
      token: settings.TELEGRAM_BOT_TOKEN ?? '',
      apiUrl: settings.TELEGRAM_API_URL,
      timeoutMs: settings.TIMEOUT_TELEGRAM_MS,
      note: noting(settings, 'telegram'),
    }),
  }
  return {
    ...ofSessions,
    takeUpdate: async (update: Update, call: Call) => {
      await takeUpdate(update, call, deps)
      await ofSessions.health.tellTroubles()
    },
  }
}
