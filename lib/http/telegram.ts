import type { Update } from 'grammy/types'
import type { MiddlewareHandler } from 'hono'
import * as z from 'zod/mini'
import { Problem } from '../problem.ts'
import { isSameSecret } from './access.ts'
import type { AppEnv } from './app-env.ts'
import type { Operation } from './openapi.ts'

/** An update of Telegram's: of its many fields only the id is what every one has. */
export const TelegramUpdate = z.custom<Update>(
  (value) => z.looseObject({ update_id: z.int() }).safeParse(value).success,
  'Must be an update of Telegram, with its update_id',
)

/** Lets Telegram through, which shows TELEGRAM_WEBHOOK_SECRET; compared in constant time. */
export function fromTelegram(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_SECRET: secret } = c.var.settings
    if (!token || !secret) {
      throw new Problem(
        'not-found',
        'There is no Telegram bot here: set TELEGRAM_BOT_TOKEN and TELEGRAM_WEBHOOK_SECRET.',
      )
    }
    if (!(await isSameSecret(c.req.header('x-telegram-bot-api-secret-token') ?? '', secret))) {
      throw new Problem(
        'unauthorized',
        'Send TELEGRAM_WEBHOOK_SECRET as x-telegram-bot-api-secret-token.',
      )
    }
    await next()
  }
}

export const telegramOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/telegram',
    summary: "Take an update of Telegram's; on the telegram function's own URL alone",
    access: 'telegram',
    body: z.looseObject({ update_id: z.int() }),
    replies: { 200: { description: 'It is taken, and answered by messages' } },
  },
]
