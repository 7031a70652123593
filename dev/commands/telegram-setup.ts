import { parseArgs } from 'node:util'
import { Api, GrammyError, HttpError } from 'grammy'
import { runCommand, UsageError } from './usage-error.ts'

const usage = `
Usage: npm run telegram:setup -- --url URL

Tells Telegram where the bot's updates go, and which commands it has. TELEGRAM_BOT_TOKEN and
TELEGRAM_WEBHOOK_SECRET are taken from the environment.`

// Tells Telegram where the bot's updates go, and which commands it has.
await runCommand(usage, async () => {
  const { values } = parseArgs({ options: { url: { type: 'string', default: '' } } })
  const url = webhookOf(values.url)
  const { TELEGRAM_BOT_TOKEN, TELEGRAM_WEBHOOK_SECRET, TELEGRAM_API_URL } = process.env
  if (!TELEGRAM_BOT_TOKEN || !TELEGRAM_WEBHOOK_SECRET) {
    throw new UsageError(
      'Set TELEGRAM_BOT_TOKEN and TELEGRAM_WEBHOOK_SECRET to what the function has.',
    )
  }
  const telegram = new Api(TELEGRAM_BOT_TOKEN, {
    ...(TELEGRAM_API_URL && { apiRoot: TELEGRAM_API_URL }),
    timeoutSeconds: 30,
  })
  const { username } = await asTold(() => telegram.getMe())
  await asTold(() =>
    telegram.setWebhook(url, {
      secret_token: TELEGRAM_WEBHOOK_SECRET,
      allowed_updates: ['message', 'callback_query'],
    }),
  )
  await asTold(() =>
    telegram.setMyCommands([
      { command: 'new', description: 'Begin a new conversation' },
      { command: 'human', description: 'Ask for a person' },
      { command: 'help', description: 'What I can do' },
    ]),
  )
  console.log(`@${username} sends its updates to ${url}`)
})

function webhookOf(url: string): string {
  if (URL.canParse(url) && new URL(url).protocol === 'https:') {
    return new URL('/v1/telegram', url).href
  }
  throw new UsageError(
    'Name the URL of the telegram function, with https: --url https://marginalia-telegram.example.workers.dev',
  )
}

async function asTold<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof GrammyError) throw new UsageError(`Telegram says: ${error.description}`)
    if (error instanceof HttpError) throw new UsageError('Telegram cannot be reached.')
    throw error
  }
}
