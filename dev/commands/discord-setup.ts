import * as z from 'zod/mini'
import { runCommand, UsageError } from './usage-error.ts'

const usage = `
Usage: npm run discord:setup

Tells Discord which commands the application has. DISCORD_APPLICATION_ID and DISCORD_BOT_TOKEN are
taken from the environment.`

const timeoutMs = 30_000

// Discord's numbers: an option that is a text.
const text = 3

/** What readers write; lib/discord answers these. */
const commands = [
  {
    name: 'ask',
    description: 'Ask the book',
    options: [{ type: text, name: 'question', description: 'Your question', required: true }],
  },
  {
    name: 'human',
    description: 'Ask for a person',
    options: [{ type: text, name: 'reason', description: 'What it is about' }],
  },
]

const Registered = z.array(z.object({ name: z.string() }))
const Refusal = z.object({ message: z.string() })

// Puts all commands of the application in the place of those that it had.
await runCommand(usage, async () => {
  const { DISCORD_APPLICATION_ID: id, DISCORD_BOT_TOKEN: token } = process.env
  const { DISCORD_API_URL: api = 'https://discord.com/api/v10' } = process.env
  if (!id || !token) {
    throw new UsageError(
      'Set DISCORD_APPLICATION_ID and DISCORD_BOT_TOKEN to what the function has.',
    )
  }
  const told = await put(`${api}/applications/${encodeURIComponent(id)}/commands`, token)
  console.log(`Discord knows ${told.map(({ name }) => `/${name}`).join(' and ')}`)
})

async function put(url: string, token: string) {
  const response = await fetch(url, {
    method: 'PUT',
    headers: { authorization: `Bot ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(commands),
    redirect: 'manual',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch(() => {
    throw new UsageError('Discord cannot be reached.')
  })
  const reply: unknown = await response.json().catch(() => undefined)
  if (response.ok) return Registered.parse(reply)
  const { data } = Refusal.safeParse(reply)
  throw new UsageError(`Discord says: ${data?.message ?? response.status}`)
}
