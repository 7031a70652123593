import type { UserFromGetMe } from 'grammy/types'
import { Bot } from 'grammy/web'

export type Telegram = ReturnType<typeof createTelegram>

/**
 * The door to Telegram's Bot API. Every request is given up after `timeoutMs` (milliseconds), without
 * retries; no redirect is followed, for the token is part of the address. `note` hears of what is
 * Telegram's fault, or the token's.
 */
export function createTelegram(options: {
  token: string
  apiUrl: string
  timeoutMs: number
  note: (error: unknown) => void
}) {
  let me: UserFromGetMe | undefined
  const client = {
    apiRoot: options.apiUrl,
    timeoutSeconds: options.timeoutMs / 1000,
    fetch: reach,
  }

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

  async function reach(...[url, init]: Parameters<typeof fetch>): Promise<Response> {
    try {
      const response = await fetch(url, { ...init, redirect: 'manual' })
      const { status } = response
      if (isTelegrams(status)) options.note(Object.assign(new Error(`HTTP ${status}`), { status }))
      return response
    } catch (error) {
      const isLate = error instanceof Error && error.name === 'AbortError'
      options.note(isLate ? new DOMException('No reply in time', 'TimeoutError') : error)
      throw error
    }
  }
}

/** 400 and 403 are about one message or one writer: a text that is refused, a bot that is blocked. */
const isTelegrams = (status: number) => status >= 300 && status !== 400 && status !== 403
