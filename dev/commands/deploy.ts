import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { runCommand, UsageError } from './usage-error.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js')
const queues = ['ingestion', 'webhooks', 'journal']
const functions = ['chat', 'sessions', 'webhooks', 'ingest', 'admin', 'telegram']

const usage = `
Usage: npm run deploy [-- FUNCTION …]

Makes the queues that are missing and deploys the suite, or the functions named, each on its own URL.`

await runCommand(usage, async () => {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} })
  const unknown = positionals.filter((name) => !functions.includes(name))
  if (unknown.length > 0) {
    throw new UsageError(
      `There is no function ${unknown.join(', ')}; name some of ${functions.join(', ')}, or none for the suite.`,
    )
  }
  for (const queue of queues) ensureQueue(queue)
  if (positionals.length === 0) runWrangler('deploy', '--env=')
  for (const name of positionals) runWrangler('deploy', '--env', name)
})

/** Makes a queue and its dead-letter queue; one that exists is left as it is. */
function ensureQueue(name: string) {
  for (const queue of [name, `${name}-dead`]) {
    const { status, stderr } = spawnSync(process.execPath, [wrangler, 'queues', 'create', queue], {
      cwd: root,
    })
    if (status === 0 || /already (?:exists|taken)/i.test(String(stderr))) continue
    console.error(String(stderr).trim())
    throw new UsageError(`The queue ${queue} could not be made. Log in with: npx wrangler login`)
  }
}

function runWrangler(...args: string[]) {
  const { status } = spawnSync(process.execPath, [wrangler, ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}
