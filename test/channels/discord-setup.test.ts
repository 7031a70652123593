import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDiscordApp } from '../../dev/cloud/messengers/discord.ts'
import { startService } from '../../dev/cloud/stand-in/service.ts'

const application = { applicationId: '471100000000000000', token: 'bot-token-of-the-stand-in' }
const command = fileURLToPath(new URL('../../dev/commands/discord-setup.ts', import.meta.url))

let discord: Awaited<ReturnType<typeof startService>>
beforeAll(async () => {
  const said = { replies: new Map(), messages: new Map() }
  discord = await startService({
    app: createDiscordApp(application, new Set(), said),
    refusal: (status) => Response.json({ message: 'You are being rate limited.' }, { status }),
  })
})
afterAll(() => discord.close())

async function setUp(settings: Record<string, string> = {}) {
  const env = {
    ...process.env,
    NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
    DISCORD_APPLICATION_ID: application.applicationId,
    DISCORD_BOT_TOKEN: application.token,
    DISCORD_API_URL: discord.url,
    ...settings,
  }
  return await promisify(execFile)(process.execPath, [command], { env }).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    ({ code, stderr }) => ({ code, text: stderr }),
  )
}

test('discord:setup tells Discord which commands there are', async () => {
  expect(await setUp()).toEqual({ code: 0, text: 'Discord knows /ask and /human\n' })
})

test.each([
  ['another token', { DISCORD_BOT_TOKEN: 'another-token-of-nobody' }, '401: Unauthorized'],
  ['another application', { DISCORD_APPLICATION_ID: '1' }, 'Unknown Application'],
  ['no token', { DISCORD_BOT_TOKEN: '' }, 'Set DISCORD_APPLICATION_ID and DISCORD_BOT_TOKEN'],
  ['no Discord', { DISCORD_API_URL: 'http://127.0.0.1:1' }, 'Discord cannot be reached.'],
])('discord:setup with %s says what is wrong', async (_, settings, advice) => {
  const { code, text } = await setUp(settings)
  expect([code, text]).toEqual([2, expect.stringContaining(advice)])
})
