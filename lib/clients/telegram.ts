import type { UserFromGetMe } from 'grammy/types'
import { Bot } from 'grammy/web'

export type Telegram = ReturnType<typeof createTelegram>

/**
 * The door to Telegram's Bot API. Every request is given up after `timeoutMs` (milliseconds),
 * without retries.
 */
export function createTelegram(options: { token: string; apiUrl: string; timeoutMs: number }) {
  let me: UserFromGetMe | undefined
  const client = { apiRoot: options.apiUrl, timeoutSeconds: options.timeoutMs / 1000 }

  return {
    /**
     * A bot for one update: one that is shared would mix the I/O of two requests. Who it is
     * Telegram tells once.
     */
    async bot(): Promise<Bot> {
      const bot = new Bot(options.token, { client })
      me ??= await bot.api.getMe()
      bot.botInfo = me
      return bot
    },
  }
}
