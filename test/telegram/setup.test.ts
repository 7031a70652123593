import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startService } from '../../dev/cloud/stand-in/service.ts'
import {
  createTelegramApp,
  type TelegramCall,
  telegramRefusal,
} from '../../dev/cloud/telegram/telegram.ts'

const token = '4711:token-of-the-stand-in-alone'
const command = fileURLToPath(new URL('../../dev/commands/telegram-setup.ts', import.meta.url))

const calls: TelegramCall[] = []
let telegram: Awaited<ReturnType<typeof startService>>
beforeAll(async () => {
  const app = createTelegramApp(token, calls, 'MarginaliaBot')
  telegram = await startService({ app, refusal: telegramRefusal })
})
afterAll(() => telegram.close())

async function setUp(url: string, botToken = token) {
  const env = {
    ...process.env,
    NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
    TELEGRAM_BOT_TOKEN: botToken,
    TELEGRAM_WEBHOOK_SECRET: 'webhook-secret-of-the-tests',
    TELEGRAM_API_URL: telegram.url,
  }
  return await promisify(execFile)(process.execPath, [command, '--url', url], { env }).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    ({ code, stderr }) => ({ code, text: stderr }),
  )
}

test('telegram:setup tells Telegram where updates go, and with which secret', async () => {
  expect(await setUp('https://bot.example/')).toEqual({
    code: 0,
    text: '@MarginaliaBot sends its updates to https://bot.example/v1/telegram\n',
  })
  expect(calls).toContainEqual({
    method: 'setWebhook',
    payload: {
      url: 'https://bot.example/v1/telegram',
      secret_token: 'webhook-secret-of-the-tests',
      allowed_updates: ['message', 'callback_query'],
    },
  })
})

test('telegram:setup says in one line what is wrong', async () => {
  expect(await setUp('http://bot.example')).toMatchObject({
    code: 2,
    text: expect.stringMatching(/^Name the URL of the telegram function.*\n$/),
  })
  expect(await setUp('https://bot.example', '4711:another-token-of-some-length')).toEqual({
    code: 2,
    text: 'Telegram says: Unauthorized\n',
  })
})
