import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { browserAddress, deployButton } from '../setup/deploy-button.ts'
import { functionNames, queueNames, readWorkerConfig } from '../suite/worker-config.ts'
import { runCommand, UsageError } from './usage-error.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const wrangler = join(root, 'node_modules/wrangler/bin/wrangler.js')

const usage = `
Usage: npm run deploy [-- FUNCTION …]
       npm run deploy -- --button

Makes the queues that are missing and deploys the suite, or the functions named, each on its own URL.
  --button   deploys nothing, and prints Cloudflare's deploy button for the repository of the remote "origin"`

await runCommand(usage, async () => {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { button: { type: 'boolean', default: false } },
  })
  if (values.button) return console.log(deployButton(originAddress()))
  const unknown = positionals.filter((name) => !functionNames.some((known) => known === name))
  if (unknown.length > 0) {
    throw new UsageError(
      `There is no function ${unknown.join(', ')}; name some of ${functionNames.join(', ')}, or none for the suite.`,
    )
  }
  for (const queue of queueNames(await readWorkerConfig())) ensureQueue(queue)
  if (positionals.length === 0) runWrangler('deploy', '--env=')
  for (const name of positionals) runWrangler('deploy', '--env', name)
})

/** Where the repository is, as a reader of the README finds it. */
function originAddress(): string {
  const { stdout } = spawnSync('git', ['remote', 'get-url', 'origin'], { cwd: root })
  const address = browserAddress(String(stdout ?? ''))
  if (address) return address
  throw new UsageError(
    'The remote "origin" is at neither GitHub nor GitLab: push the repository to one of them, in public, and try again.',
  )
}

/** Makes a queue; one that exists is left as it is. */
function ensureQueue(queue: string) {
  const { status, stderr } = spawnSync(process.execPath, [wrangler, 'queues', 'create', queue], {
    cwd: root,
  })
  if (status === 0 || /already (?:exists|taken)/i.test(String(stderr))) return
  console.error(String(stderr).trim())
  throw new UsageError(`The queue ${queue} could not be made. Log in with: npx wrangler login`)
}

function runWrangler(...args: string[]) {
  const { status } = spawnSync(process.execPath, [wrangler, ...args], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(status ?? 1)
}
