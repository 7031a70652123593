import { setInterval } from 'node:timers'
import { parseArgs } from 'node:util'
import { isDue } from '../suite/cron.ts'
import { developmentSecrets } from '../suite/secrets.ts'
import type { Suite } from '../suite/suite.ts'
import { startLocal } from './local.ts'
import { defaultPort, localFlags, readLocalOptions } from './local-options.ts'
import { aborted, stopSignal } from './stop-signal.ts'
import { runCommand } from './usage-error.ts'

const usage = `
Usage: npm start [-- --docs DIR] [--port N] [--data DIR] [--fresh] [--plan free|paid]
                 [--profile full|lean]

Starts the local cloud and the suite, and ingests a folder of Markdown.
  --docs DIR   the folder to answer from; the handbook when absent
  --port N     the port of the suite on 127.0.0.1; 8787 when absent
  --data DIR   where the local state is kept; .marginalia when absent
  --fresh      empty the local state first
  --plan NAME  whose limits hold, those of Workers free (the default) or paid
  --profile NAME  full (the default), or lean: without Qdrant and Redis`

await runCommand(usage, async () => {
  const { values } = parseArgs({ options: localFlags })
  const stop = stopSignal()
  const local = await startLocal(await readLocalOptions(values, defaultPort), stop)
  if (!local) process.exit(130)
  const { suite, cloud, close } = local
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
  await aborted(stop)
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
