import { setInterval } from 'node:timers'
import { parseArgs } from 'node:util'
import { developmentSecrets } from '../suite/secrets.ts'
import { startLocal } from './local.ts'
import { localFlags, readLocalOptions } from './local-options.ts'
import { runCommand } from './usage-error.ts'

await runCommand(async () => {
  const { values } = parseArgs({ options: localFlags })
  const { suite, close } = await startLocal(await readLocalOptions(values, 8787))
  console.log(`
Marginalia is running.
  Ask in the browser    ${suite.url}/
  Ask in a terminal     npm run ask -- "…"
  What it can do        ${suite.url}/openapi.json
  Admin token           ${developmentSecrets.ADMIN_TOKEN} (a development secret: production refuses it)
Stop with Ctrl-C.`)
  const printed = setInterval(() => printErrors(suite.logs), 1000)
  await stopped()
  clearInterval(printed)
  await close()
  process.exit(0)
})

function printErrors(logs: { level: string; message: string }[]) {
  for (const { level, message } of logs.splice(0)) {
    if (level === 'error') console.error(message)
  }
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve())
    process.once('SIGTERM', () => resolve())
  })
}
