import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createSigner } from '../../lib/webhooks/signature.ts'
import { until } from './until.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const chapter = readFileSync(`${root}/handbook/Part-3-using-the-api/07-webhooks.md`, 'utf8')
const hasPython = spawnSync('python3', ['--version']).status === 0

const signer = createSigner('a-key-of-at-least-thirty-two-characters')
const keys = { webhook_id: 'any', secret_version: 1, is_rotating: true }

/** The chapter's receiver in this language, running. */
async function startReceiver(language: string, extension: string, command: string) {
  const code = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(chapter)?.[1] ?? ''
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-receiver-'))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const file = join(folder, `receiver.${extension}`)
  writeFileSync(file, code)
  const port = await freePort()
  const secret = await signer.secretOf(keys.webhook_id, 0)
  const env = { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) }
  const child: ChildProcess = spawn(command, [file], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  onTestFinished(() => {
    child.kill()
    rmSync(folder, { recursive: true })
  })
  const url = `http://127.0.0.1:${port}/`
  await until(() =>
    fetch(url, { method: 'POST', body: '{}' }).then(
      () => true,
      () => undefined,
    ),
  )
  return url
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => found(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

async function send(url: string, { secondsAgo = 0, changed = false } = {}) {
  const body = JSON.stringify({ type: 'webhook.test', timestamp: '', data: { text: 'é' } })
  const timestamp = Math.floor(Date.now() / 1000) - secondsAgo
  const signature = await signer.signatureOf({ id: 'evt_1', timestamp, body }, keys)
  const headers = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signature,
  }
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: changed ? body.replace('é', 'è') : body,
  })
  return response.status
}

const receivers = [
  { language: 'ts', extension: 'mts', command: process.execPath },
  { language: 'python', extension: 'py', command: 'python3' },
]

test.for(receivers)(
  "the handbook's receiver in $language takes what is signed and nothing else",
  async ({ language, extension, command }, { skip }) => {
    skip(command === 'python3' && !hasPython, 'needs python3')
    const url = await startReceiver(language, extension, command)
    expect(await send(url)).toBe(204)
    expect(await send(url, { changed: true })).toBe(400)
    expect(await send(url, { secondsAgo: 360 })).toBe(400)
  },
)
