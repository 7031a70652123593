import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SetUpOptions, setUp } from '../../dev/commands/set-up.ts'
import { ownConfigFile } from '../../dev/setup/worker-settings.ts'
import { wrangler } from '../../dev/setup/wrangler.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { type LocalSuite, profile, startLocalSuite } from '../support/local-suite.ts'

const project = fileURLToPath(new URL('../..', import.meta.url))
let local: LocalSuite
let folder: string
beforeAll(async () => {
  local = await startLocalSuite({ isIngested: false })
  folder = mkdtempSync(join(tmpdir(), 'marginalia-setup-'))
  const { ADMIN_TOKEN, SESSION_SECRET } = developmentSecrets
  writeFileSync(
    join(folder, '.dev.vars'),
    `ADMIN_TOKEN="${ADMIN_TOKEN}"\nSESSION_SECRET="${SESSION_SECRET}"\n`,
  )
  // What stands in for wrangler writes down how it is called, and deploys nothing.
  writeFileSync(
    join(folder, 'wrangler'),
    `#!/bin/sh\necho "$@" >> ${folder}/calls\ncase "$1" in deploy) echo "Deployed\n  ${local.suite.url}";; esac\n`,
  )
  chmodSync(join(folder, 'wrangler'), 0o755)
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await local.close()
})

const right = () => ({
  DATABASE_URL: local.cloud.settings.DATABASE_URL ?? '',
  OPENROUTER_API_KEY: local.cloud.settings.OPENROUTER_API_KEY ?? '',
  CONTENT_REPO: 'local/docs',
  ALLOWED_ORIGINS: 'https://book.example',
  // In the lean profile the cloud has none of them, and nobody brings them.
  ...Object.fromEntries(
    Object.entries(local.cloud.settings).filter(([name]) =>
      /^(?:QDRANT_(?:URL|API_KEY)|UPSTASH_REDIS_REST_(?:URL|TOKEN))$/.test(name),
    ),
  ),
})

/** What nobody can do without, each with its flag. */
const flags: Record<string, string> = {
  DATABASE_URL: 'database',
  OPENROUTER_API_KEY: 'openrouter-key',
  CONTENT_REPO: 'repository',
  ALLOWED_ORIGINS: 'origin',
}

const ofQdrantAndUpstash: [string, string, RegExp][] = [
  ['QDRANT_API_KEY', 'wrong-key-of-mine', /--qdrant-key: Qdrant refuses the key/],
  ['UPSTASH_REDIS_REST_TOKEN', 'wrong-token', /--upstash-token: Upstash refuses the token/],
]

function options(overrides: Partial<SetUpOptions> = {}): SetUpOptions & { said: string[] } {
  const said: string[] = []
  return {
    said,
    project,
    folder,
    name: 'shelf',
    given: right(),
    isUnattended: true,
    isDry: false,
    env: local.cloud.settings,
    ask: async () => '',
    say: (line) => void said.push(line),
    wrangler: (args) => wrangler(args, { ...process.env, WRANGLER: join(folder, 'wrangler') }),
    ...overrides,
  }
}

test('a dry run checks every answer, says what it would do, and changes nothing', async () => {
  const before = readFileSync(join(folder, '.dev.vars'), 'utf8')
  const dry = options({ isDry: true })
  await setUp(dry)
  expect(dry.said.join('\n')).toMatch(/1\. apply schema\.sql[\s\S]*6\. print the widget's line/)
  expect(dry.said.join('\n')).toContain('shelf-ingestion, shelf-ingestion-dead, shelf-webhooks,')
  expect(readFileSync(join(folder, '.dev.vars'), 'utf8')).toBe(before)
  expect(existsSync(join(folder, ownConfigFile))).toBe(false)
})

test('a setup deploys, ingests, asks a question and prints the line of the widget', async () => {
  const printed: string[] = []
  const { log } = console
  const { write } = process.stdout
  console.log = (line: unknown) => void printed.push(String(line))
  process.stdout.write = (text: unknown) => printed.push(String(text)) > 0
  const whole = options()
  try {
    await setUp(whole)
  } finally {
    console.log = log
    process.stdout.write = write
  }
  expect(whole.said.at(-1)).toContain(`<script defer src="${local.suite.url}/widget.js"`)
  expect(printed.join('\n')).toMatch(/Ingested 4 chapters/)
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')
  expect(calls.filter((call) => call.startsWith('queues create')).slice(0, 2)).toEqual([
    'queues create shelf-ingestion',
    'queues create shelf-ingestion-dead',
  ])
  expect(calls.filter((call) => /^(deploy|secret bulk) /.test(call))).toHaveLength(2)
  const config = readFileSync(join(folder, ownConfigFile), 'utf8')
  expect(config).toMatch(/name = "shelf"/)
  expect(config).toMatch(/CONTENT_REPO = "local\/docs"/)
  expect(config).not.toMatch(/SECRET|postgres/)
  expect(existsSync(join(folder, '.dev.vars.secrets'))).toBe(false)
  expect(readFileSync(join(folder, '.dev.vars'), 'utf8')).toMatch(/IDENTITY_SECRET="[\w-]{43}"/)
})

test('a setup that is run again takes its answers from before', async () => {
  const again = options({ given: {}, isDry: true })
  await setUp(again)
  expect(again.said).toContain('CONTENT_REPO: ok')
})

const wrongAnswers: [setting: string, value: string, message: RegExp][] = [
  ['DATABASE_URL', 'mysql://owner@db.example/book', /--database: .*begins with postgresql/],
  ['DATABASE_URL', 'https://db.example', /--database: .*begins with postgresql/],
  ['DATABASE_URL', 'postgresql://owner:x@db.example', /--database: .*ends in the name of a data/],
  ['DATABASE_URL', 'postgresql://owner:x@db.example/other', /--database: The database does not/],
  ['OPENROUTER_API_KEY', 'sk-or-unknown', /--openrouter-key: OpenRouter does not know this key/],
  ['CONTENT_REPO', 'nobody/nothing', /--repository: GitHub has no repository nobody\/nothing/],
  ['CONTENT_REPO', 'book', /--repository: Write the repository as owner\/name/],
  ['CONTENT_REPO', 'https://github.com/local/docs', /--repository: Write .* as owner\/name/],
  [
    'ALLOWED_ORIGINS',
    'https://book.example/docs',
    /--origin: An origin has no path.*https:\/\/book\.example\./,
  ],
  ['ALLOWED_ORIGINS', 'https://book.example/', /--origin: An origin has .* no closing slash/],
  ['ALLOWED_ORIGINS', 'book.example', /--origin: Write the origin of the site, like https/],
  ['ALLOWED_ORIGINS', 'ftp://book.example', /--origin: The origin begins with https/],
  ['QDRANT_URL', 'cluster', /--qdrant-url: That is not a URL/],
  ['UPSTASH_REDIS_REST_URL', 'database', /--upstash-url: That is not a URL/],
  ...(profile === 'lean' ? [] : ofQdrantAndUpstash),
]

test.each(wrongAnswers)(
  'an unattended setup with a wrong %s names the flag: %s',
  async (setting, value, message) => {
    const given = { ...right(), [setting]: value }
    const error = await setUp(options({ given, isDry: true })).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ name: 'UsageError', message: expect.stringMatching(message) })
  },
)

test.each(Object.keys(flags))('an unattended setup without %s names the flag', async (setting) => {
  rmSync(join(folder, '.dev.vars'), { force: true })
  const given = Object.fromEntries(Object.entries(right()).filter(([name]) => name !== setting))
  await expect(setUp(options({ given, isDry: true }))).rejects.toMatchObject({
    name: 'UsageError',
    message: `--${flags[setting]}: An answer is needed.`,
  })
})

test.each(wrongAnswers)('a wrong %s is asked for again: %s', async (setting, value, message) => {
  rmSync(join(folder, '.dev.vars'), { force: true })
  const answer: Record<string, string> = right()
  const { [setting]: correct = '', ...given } = answer
  const replies = [value, correct]
  const asked = options({
    given,
    isDry: true,
    isUnattended: false,
    ask: async () => replies.shift() ?? '',
  })
  await setUp(asked)
  expect(replies).toEqual([])
  // The same words, without the flag that nobody has given.
  const [, words = ''] = message.source.split(': ')
  expect(asked.said.join('\n')).toMatch(new RegExp(words))
})

test('with --yes a wrong answer is one line with the flag, and exit code 2', () => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(project, 'dev/commands/setup.ts'),
      ...['--yes', '--dry-run', '--database', 'mysql://owner@db.example/book'],
    ],
    { encoding: 'utf8', env: { ...process.env, WRANGLER: join(folder, 'wrangler') } },
  )
  expect(stderr.trim()).toMatch(/^--database: That is not the connection string .*$/)
  expect(status).toBe(2)
})

test('a repository without Markdown is refused with the folder to name', async () => {
  const given = { ...right(), CONTENT_PATH: 'nowhere' }
  await expect(setUp(options({ given, isDry: true }))).rejects.toThrow(
    /no Markdown page under nowhere; name the folder with --content-path/,
  )
})

test('a key without credit is refused with where to raise its limit', async () => {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'application/json').end('{"data": {"limit_remaining": 0}}'),
  )
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const env = { ...local.cloud.settings, OPENROUTER_BASE_URL: `http://127.0.0.1:${port}` }
  await expect(setUp(options({ env, isDry: true }))).rejects.toThrow(
    /--openrouter-key: The key has no credit left/,
  )
  server.close()
})
