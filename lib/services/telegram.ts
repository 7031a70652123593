import type { Update } from 'grammy/types'
import { editionsFor } from '../chat/editions.ts'
import { createTelegram } from '../clients/channels/telegram.ts'
import type { Settings } from '../env.ts'
import { createGate } from '../limits/gate.ts'
import { type Call, takeUpdate } from '../telegram/bot.ts'
import { createConversations } from '../telegram/conversations.ts'
import { chatServices } from './chat.ts'
import { newId, now } from './doors.ts'
import { sessionServices } from './sessions.ts'
import { noting } from './upstreams.ts'

/** What the Telegram function needs: what sessions and chat do, and Telegram. */
export function telegramServices(settings: Settings) {
  const ofSessions = sessionServices(settings)
  const { redis, sessions, endings, escalations, publish } = ofSessions
  const { answer } = chatServices(settings)
  const deps = {
    redis,
    endings,
    contact: settings.CONTACT,
    readersSide: escalations,
    answer,
    newId,
    now,
    editions: editionsFor(settings),
    telegram: createTelegram({
      token: settings.TELEGRAM_BOT_TOKEN ?? '',
      apiUrl: settings.TELEGRAM_API_URL,
      timeoutMs: settings.TIMEOUT_TELEGRAM_MS,
      note: noting(settings, 'telegram'),
    }),
    conversations: createConversations({
      redis,
      sessions,
      publish,
      now,
      identitySecret: settings.IDENTITY_SECRET,
      newSessionsPerHour: settings.RATE_LIMIT_NEW_SESSIONS_PER_HOUR,
      gate: createGate(now),
      ttlSeconds: settings.CONVERSATION_TTL_SECONDS,
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
