import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium } from '../suite/chromium.ts'
import { runCommand, UsageError } from './usage-error.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const config = join(root, 'test/browser/vitest.config.ts')

const usage = `
Usage: npm run test:browser [-- FILE …]

Runs the tests of the widget and the admin page in Chromium; CHROMIUM_PATH names it.`

await runCommand(usage, async () => {
  if (findChromium() === undefined) {
    const what = 'There is no Chromium. Install it, or name one by CHROMIUM_PATH.'
    if (process.env.CI) throw new UsageError(what)
    console.log(`Browser tests skipped: ${what}`)
    return
  }
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--root', root, '--config', config, ...process.argv.slice(2)],
    { stdio: 'inherit' },
  )
  process.exit(status ?? 1)
})
