import type { Update } from 'grammy/types'
import * as z from 'zod/mini'
import { Problem } from '../../problem.ts'
import { type Access, isSameSecret } from '../access.ts'
import { type Body, jsonBody } from '../body.ts'
import { routesOf } from '../route.ts'

/** What every update of Telegram's has, whatever else it tells. */
export const TelegramUpdate = z.looseObject({ update_id: z.int() })

const Checked: z.ZodMiniType<Update> = z.custom<Update>(
  (value) => TelegramUpdate.safeParse(value).success,
  'Must be an update of Telegram, with its update_id',
)

/** An update of Telegram's: of its many fields only the id is what every one has. */
const telegramBody: Body<Update> = { ...jsonBody(Checked), schema: TelegramUpdate }

/** Lets Telegram through, which shows TELEGRAM_WEBHOOK_SECRET; compared in constant time. */
const fromTelegram: Access<undefined> = {
  secrets: ['telegram'],
  async check(c) {
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
    return undefined
  },
}

interface Call {
  origin: string
  afterwards: (work: Promise<void>) => void
}

/** The bot's route; the suite describes it, and only the telegram function has it. */
export const telegramRoute = routesOf<{
  takeUpdate: (update: Update, call: Call) => Promise<void>
}>()({
  method: 'POST',
  path: '/v1/telegram',
  id: 'takeTelegramUpdate',
  tag: 'Channels',
  summary: 'Take an update of Telegram',
  description: 'Deployed as a function of its own; Telegram calls it.',
  access: fromTelegram,
  body: telegramBody,
  replies: { 200: { description: 'The update is accepted; messages answer it' } },
  problems: ['not-found'],
  // Telegram waits for the reply and repeats what it thinks was lost: answers come after it.
  async handle({ services, body, afterwards, c }) {
    const { origin } = new URL(c.req.url)
    afterwards(services.takeUpdate(body, { origin, afterwards }))
    return { status: 200 }
  },
})
