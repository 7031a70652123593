import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Answer } from '../setup/answer.ts'
import { answers, isWanted } from '../setup/answers.ts'
import type { Env } from '../setup/checks.ts'
import { keptAnswers } from '../setup/kept-answers.ts'
import { ownConfigFile, writeOwnConfig } from '../setup/worker-settings.ts'
import type { WranglerResult } from '../setup/wrangler.ts'
import { applySchema } from '../suite/apply-schema.ts'
import { queueNames, readWorkerConfig } from '../suite/worker-config.ts'
import { askQuestion } from './ask-question.ts'
import { ingest } from './ingest-progress.ts'
import { CommandFailure, UsageError } from './usage-error.ts'

export interface SetUpOptions {
  /** Where wrangler.toml is. */
  project: string
  /** Where the answers and the owner's configuration are kept. */
  folder: string
  /** The Worker's name. */
  name: string
  /** The answers that flags have given, by setting. */
  given: Readonly<Record<string, string>>
  isUnattended: boolean
  isDry: boolean
  env: Env
  ask: (question: string) => Promise<string>
  say: (line: string) => void
  wrangler: (args: string[]) => WranglerResult
}

// Made here and never shown: an owner has nothing to think up.
const ownSecrets = ['ADMIN_TOKEN', 'SESSION_SECRET', 'IDENTITY_SECRET', 'WEBHOOK_SECRET_KEY']
const plainSettings = [
  'CONTENT_REPO',
  'CONTENT_REF',
  'CONTENT_PATH',
  'CONTENT_SITE_URL',
  'ALLOWED_ORIGINS',
]
const healthyWithinMs = 90_000

/**
 * From a clone to a widget that answers. Every step may be done again, so that a setup that was
 * stopped goes on where it was: what has been answered is read from `.dev.vars` and checked anew.
 */
export async function setUp(options: SetUpOptions): Promise<void> {
  const { say, isDry } = options
  logIn(options)
  const settings = await gather(options)
  const secrets = Object.fromEntries(
    Object.entries(settings).filter(([name]) => !plainSettings.includes(name)),
  )
  if (isDry) return tellSteps(options, Object.keys(secrets), queueNames(await readWorkerConfig()))
  say('Applying the schema …')
  const database = { databaseUrl: settings.DATABASE_URL ?? '', httpUrl: options.env.NEON_HTTP_URL }
  for (const line of await applySchema(database)) say(`  ${line}`)
  const vars = Object.fromEntries(
    plainSettings.flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])),
  )
  const queues = writeOwnConfig(options.project, options.folder, { name: options.name, vars })
  makeQueues(queues, options)
  const url = deploy(secrets, options)
  await untilItAnswers(url)
  await ingest({ url, adminToken: settings.ADMIN_TOKEN ?? '', options: {} })
  say('\nWhat is this about?\n')
  await askQuestion(url, 'What is this about?')
  say(`
Marginalia answers at ${url}. Put this line on your site:

  <script defer src="${url}/widget.js" data-endpoint="${url}"></script>

Your desk is ${url}/admin; its token is ADMIN_TOKEN in .dev.vars.`)
}

function logIn({ wrangler, isUnattended, isDry, say }: SetUpOptions) {
  if (wrangler(['whoami']).ok) return say('Cloudflare: logged in.')
  if (isUnattended || isDry) {
    throw new UsageError(
      'Cloudflare: not logged in. Run npx wrangler login, or set CLOUDFLARE_API_TOKEN.',
    )
  }
  if (!wrangler(['login']).ok)
    throw new UsageError('Cloudflare: the login did not come off; try npx wrangler login.')
}

/** Every setting: given by flags, kept from before, asked for, or made. */
async function gather(options: SetUpOptions): Promise<Record<string, string>> {
  const kept = keptAnswers(options.folder)
  const settings = { ...kept.read(), ...options.given }
  for (const answer of answers(options.env)) {
    if (!isWanted(answer.setting, settings)) continue
    const value = await settle(answer, settings, options)
    if (value === undefined) delete settings[answer.setting]
    else settings[answer.setting] = value
    if (value !== undefined && !options.isDry) kept.keep(answer.setting, value)
  }
  for (const name of ownSecrets) {
    settings[name] ??= randomBytes(32).toString('base64url')
    if (!options.isDry) kept.keep(name, settings[name])
  }
  for (const name of plainSettings) {
    const value = options.given[name]
    if (value !== undefined && !options.isDry) kept.keep(name, value)
  }
  return settings
}

/** The answer, checked against its service; a wrong one is asked for again, or ends an unattended setup. */
async function settle(
  answer: Answer,
  settings: Readonly<Record<string, string>>,
  { isUnattended, ask, say }: SetUpOptions,
): Promise<string | undefined> {
  let value = settings[answer.setting]
  for (;;) {
    if (value === undefined && !isUnattended) {
      value = (await ask(`${answer.question}\n> `)).trim() || undefined
    }
    if (value === undefined && answer.isOptional) return undefined
    const wrong = value === undefined ? 'An answer is needed.' : await answer.check(value, settings)
    if (wrong === undefined) {
      say(`${answer.setting}: ok`)
      return value
    }
    if (isUnattended) throw new UsageError(`--${answer.flag}: ${wrong}`)
    say(`${wrong}\n`)
    value = undefined
  }
}

function tellSteps({ name, say }: SetUpOptions, secrets: string[], queues: string[]) {
  say(`
Nothing has been changed. The setup would
  1. apply schema.sql to the database
  2. write ${ownConfigFile} for the Worker ${name}
  3. make the queues ${queues.map((queue) => `${name}-${queue}`).join(', ')}
  4. deploy the Worker and put up its secrets: ${secrets.join(', ')}
  5. run the first ingestion and ask one question
  6. print the widget's line`)
}

function makeQueues(queues: string[], { wrangler, say }: SetUpOptions) {
  for (const queue of queues) {
    const { ok, output } = wrangler(['queues', 'create', queue])
    if (ok || /already (?:exists|taken)/i.test(output)) continue
    throw new CommandFailure(`The queue ${queue} could not be made: ${lastLine(output)}`)
  }
  say(`Queues: ${queues.join(', ')}`)
}

/** Deploys, puts up the secrets, and gives the Worker's URL. */
function deploy(secrets: Record<string, string>, { wrangler, folder, say }: SetUpOptions): string {
  const config = ['--config', join(folder, ownConfigFile)]
  const deployed = wrangler(['deploy', ...config])
  if (!deployed.ok) throw new CommandFailure(`The deployment failed: ${lastLine(deployed.output)}`)
  const url = /https?:\/\/\S+/.exec(
    deployed.output.split('\n').findLast((line) => /https?:\/\//.test(line)) ?? '',
  )?.[0]
  if (!url) throw new CommandFailure('wrangler did not say at which URL the Worker is.')
  const file = join(folder, '.dev.vars.secrets')
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 })
  const put = wrangler(['secret', 'bulk', file, ...config])
  // The secrets are in .dev.vars alone; a second copy would be one too many.
  rmSync(file, { force: true })
  if (!put.ok) throw new CommandFailure(`The secrets were not taken: ${lastLine(put.output)}`)
  say(`Deployed: ${url}`)
  return url.replace(/\/+$/, '')
}

/** A deployment takes some seconds to be everywhere; what is wrong with its settings is told at once. */
async function untilItAnswers(url: string): Promise<void> {
  const deadline = Date.now() + healthyWithinMs
  let last = 'nothing answers there yet'
  while (Date.now() < deadline) {
    const reply = await fetch(`${url}/health`).catch(() => undefined)
    if (reply?.ok) return
    if (reply) last = (await reply.text()).slice(0, 300)
    await pause(2000)
  }
  throw new CommandFailure(`${url}/health is not well: ${last}`)
}

const lastLine = (output: string) => output.trim().split('\n').at(-1) ?? ''
