import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWebhookSuite, type WebhookSuite } from './a-webhook-suite.ts'

const command = fileURLToPath(new URL('../../dev/commands/webhooks-listen.ts', import.meta.url))

let suite: WebhookSuite
beforeAll(async () => {
  suite = await startWebhookSuite()
})
afterAll(() => suite.close())

/** Runs the command to its end; gives its exit code and all that it printed. */
async function listen(...flags: string[]): Promise<{ code: unknown; output: string }> {
  const child = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    command,
    ...flags,
  ])
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  const code = await new Promise((ended) => child.once('close', ended))
  return { code, output }
}

test('webhooks:listen verifies and prints a delivery, and takes its webhook away', async () => {
  const { code, output } = await listen('--url', suite.suite.url, '--count', '1')
  expect(output).toMatch(/✓ webhook\.test · .+ · evt_/)
  expect(output).toContain('"message": "This webhook works."')
  expect(code).toBe(0)
  expect(await suite.sql`select from webhooks`).toEqual([])
})

test('webhooks:listen says in one line what is wrong', async () => {
  const unreachable = await listen('--url', 'http://127.0.0.1:1')
  expect(unreachable).toEqual({
    code: 2,
    output:
      'Nothing answers at http://127.0.0.1:1; run npm start in another terminal, or name another --url.\n',
  })
  const unknown = await listen('--url', suite.suite.url, '--events', 'session.opened')
  expect(unknown.code).toBe(2)
  expect(unknown.output).toContain('body.events.0')
})
