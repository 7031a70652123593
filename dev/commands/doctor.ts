import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { examine, lineOf } from '../doctor/examine.ts'
import type { OwnSettings } from '../doctor/finding.ts'
import { keptAnswers } from '../setup/kept-answers.ts'
import { ownConfigFile } from '../setup/worker-settings.ts'
import { wrangler } from '../setup/wrangler.ts'
import { developmentSecrets } from '../suite/secrets.ts'
import { isInUse, runningFile } from './data-dir.ts'
import { defaultUrl, suiteUrl } from './suite-door.ts'
import { runCommand } from './usage-error.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const usage = `
Usage: npm run doctor [-- --url URL] [--config FILE] [--origin ORIGIN] [--data DIR]

Looks at everything a suite needs, and says in a line each whether it is well or what to do: the services
with the suite's own keys, and, with the settings of .dev.vars and the environment, each service directly.
An empty or half-made collection in Qdrant is mended. Without --url it looks at the local suite.
  --config FILE     another TOML file that Workers are deployed by, beside wrangler.toml and the setup's own
  --origin ORIGIN   the site that shows the widget, when ALLOWED_ORIGINS is not at hand
  --data DIR        the folder of the local stack that is running
The exit code is 1 when there is something to do.`

await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      config: { type: 'string', multiple: true, default: [] },
      origin: { type: 'string' },
      data: { type: 'string', default: '.marginalia' },
    },
  })
  const isLocal = values.url === undefined
  const url = suiteUrl(values.url ?? defaultUrl)
  const known = isLocal ? localSettings(values.data) : deployedSettings()
  const findings = await examine({
    url,
    settings: { ...known, ...(values.origin && { ALLOWED_ORIGINS: values.origin }) },
    configs: [
      ...(isLocal ? [] : configsOfDeployment()),
      ...values.config.map((file) => resolve(file)),
    ],
    wrangler: (args) => wrangler(args, process.env),
  })
  for (const finding of findings) console.log(lineOf(finding))
  const faults = findings.filter(({ state }) => state === 'fault').length
  console.log(faults === 0 ? '\nNothing to do.' : `\n${faults} to do.`)
  process.exitCode = faults === 0 ? 0 : 1
})

/** The environment before `.dev.vars`, as for every command. */
function deployedSettings(): OwnSettings {
  return { ...keptAnswers(root).read(), ...process.env }
}

function localSettings(folder: string): OwnSettings {
  const file = join(folder, runningFile)
  if (!existsSync(file) || !isInUse(folder)) return developmentSecrets
  return { ...developmentSecrets, ...JSON.parse(readFileSync(file, 'utf8')) }
}

/** Functions alone are deployed by wrangler.toml, and the suite by the setup's own file where there is one. */
function configsOfDeployment(): string[] {
  return ['wrangler.toml', ownConfigFile].map((file) => join(root, file)).filter(existsSync)
}
