import { Hono } from 'hono'
import { createApp } from '../lib/http/app.ts'
import type { AppEnv } from '../lib/http/app-env.ts'
import { health } from '../lib/http/health.ts'
import { fromTelegram, TelegramUpdate } from '../lib/http/telegram.ts'
import { valid } from '../lib/http/valid.ts'
import { telegramServices } from '../lib/services/telegram.ts'
import { sessions } from './sessions.ts'

type TelegramEnv = AppEnv<Pick<ReturnType<typeof telegramServices>, 'takeUpdate'>>

// Telegram waits for the reply and repeats what it thinks was lost: answers come after it.
const telegram = new Hono<TelegramEnv>().post(
  '/',
  fromTelegram(),
  valid('json', TelegramUpdate),
  async (c) => {
    const afterwards = (work: Promise<void>) => c.executionCtx.waitUntil(work)
    const { origin } = new URL(c.req.url)
    afterwards(c.var.services.takeUpdate(c.req.valid('json'), { origin, afterwards }))
    return c.body(null, 200)
  },
)

const app = createApp(telegramServices)
  .route('/health', health)
  .route('/v1/telegram', telegram)
  // An escalation links to the conversation on the URL that it came from.
  .route('/v1/sessions', sessions)

export default { fetch: app.fetch } satisfies ExportedHandler<object>
