import { setInterval } from 'node:timers'
import { parseArgs } from 'node:util'
import { isDue } from '../suite/cron.ts'
import { developmentSecrets } from '../suite/secrets.ts'
import type { Suite } from '../suite/suite.ts'
import { startLocal } from './local.ts'
import { defaultPort, localFlags, readLocalOptions } from './local-options.ts'
import { runCommand } from './usage-error.ts'

await runCommand(async () => {
  const { values } = parseArgs({ options: localFlags })
  const { suite, cloud, close } = await startLocal(await readLocalOptions(values, defaultPort))
  console.log(`
Marginalia is running.
  Ask in the browser    ${suite.url}/
  Ask in a terminal     npm run ask -- "…"
  See how it answers    ${suite.url}/admin
  What it can do        ${suite.url}/openapi.json
  Admin token           ${developmentSecrets.ADMIN_TOKEN} (a development secret: production refuses it)
  Break a service       curl -X POST <its URL>/__faults -d '{"kind":"down"}' (DELETE mends it)
${serviceUrls(cloud.settings)}
Stop with Ctrl-C.`)
  const printed = setInterval(() => printErrors(suite.logs), 1000)
  const crons = setInterval(() => fireCrons(suite), 60_000)
  await stopped()
  clearInterval(printed)
  clearInterval(crons)
  await close()
  process.exit(0)
})

function printErrors(logs: { level: string; message: string }[]) {
  for (const { level, message } of logs.splice(0)) {
    if (level === 'error') console.error(message)
  }
}

function serviceUrls(settings: Record<string, string>): string {
  const urls = Object.entries(settings).filter(
    ([name]) => name.endsWith('_URL') && name !== 'DATABASE_URL',
  )
  return urls
    .map(([name, url]) => `    ${name.padEnd(24)}${URL.canParse(url) ? new URL(url).origin : url}`)
    .join('\n')
}

/** What Cloudflare's clock does in production. */
async function fireCrons(suite: Suite): Promise<void> {
  const now = new Date()
  for (const cron of suite.crons.filter((pattern) => isDue(pattern, now))) {
    await suite
      .scheduled(cron)
      .catch((error: unknown) => console.error(`cron ${cron}: ${String(error)}`))
  }
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
