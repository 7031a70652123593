import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { examineConfigs } from '../../dev/doctor/configs.ts'
import { examine, lineOf } from '../../dev/doctor/examine.ts'
import { examineQueues } from '../../dev/doctor/queues.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { queueNames, readWorkerConfig } from '../../dev/suite/worker-config.ts'
import { type LocalSuite, profile, startLocalSuite } from '../support/local-suite.ts'

const isLean = profile === 'lean'
const origin = 'https://book.example'
let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({ settings: { ALLOWED_ORIGINS: origin } })
})
afterAll(() => local.close())
afterEach(() => {
  for (const fault of Object.values(local.cloud.faults)) fault.clear()
})

async function findings(changed: Record<string, string> = {}) {
  const settings = {
    ...local.cloud.settings,
    ...developmentSecrets,
    ALLOWED_ORIGINS: origin,
    ...changed,
  }
  const url = changed.url ?? local.suite.url
  return await examine({ url, settings, configs: [], wrangler: () => ({ ok: true, output: '' }) })
}

async function toDo(changed: Record<string, string> = {}): Promise<string> {
  const found = await findings(changed)
  return found
    .filter(({ state }) => state === 'fault')
    .map(lineOf)
    .join('\n')
}

const qdrant = (method: string, path: string, body?: object) =>
  fetch(`${local.cloud.settings.QDRANT_URL}${path}`, {
    method,
    headers: {
      'api-key': local.cloud.settings.QDRANT_API_KEY ?? '',
      'content-type': 'application/json',
    },
    ...(body && { body: JSON.stringify(body) }),
  })

test('a healthy suite leaves nothing to do, and everything has been looked at', async () => {
  const found = await findings()
  // workerd sends no Date of itself; Cloudflare does.
  expect(found.filter(({ state }) => state !== 'ok').map(lineOf)).toEqual([
    '?   clock: the suite sends no Date',
  ])
  const subjects = found.map(({ subject }) => subject)
  for (const subject of [
    'suite',
    'clock',
    'ADMIN_TOKEN',
    `origin ${origin}`,
    'OpenRouter key',
    'embedding model',
    'model',
    'Neon',
    'pgvector',
    'role',
    'schema',
    'ingestion',
    'cron: archive',
    'cron: deliveries',
    'webhooks',
    'texts',
    'vectors in Neon',
    'Qdrant',
    ...(isLean ? [] : ['vectors', 'payload indexes', 'passages']),
    'Redis',
    'GitHub quota',
    'repository',
  ]) {
    expect(subjects).toContain(subject)
  }
})

test.runIf(isLean)(
  'what is left out on purpose is well, and said to be left out (needs MARGINALIA_PROFILE=lean)',
  async () => {
    const lines = (await findings()).map(lineOf)
    expect(lines).toContain('ok  Qdrant: is left out: Neon answers for the vectors')
    expect(lines).toContain('ok  Redis: is left out: Neon holds the state')
  },
)

test('of a suite that cannot be asked nobody knows what it does without', async () => {
  const none = { QDRANT_URL: '', UPSTASH_REDIS_REST_URL: '' }
  const lines = (await findings({ ...none, url: 'http://127.0.0.1:9' })).map(lineOf)
  expect(lines).toContain('?   Qdrant: QDRANT_URL and QDRANT_API_KEY are not at hand')
})

const changes: [string, string, RegExp][] = [
  ['url', 'http://127.0.0.1:9', /suite: .* does not answer \(.+\)\. Deploy it/],
  ['ADMIN_TOKEN', 'another-token', /ADMIN_TOKEN: The suite has another one: .*secret put/],
  ['ALLOWED_ORIGINS', 'https://other.example', /other\.example: .*add it to ALLOWED_ORIGINS/],
  ['ALLOWED_ORIGINS', 'https://book.example/docs', /no path .* write https:\/\/book\.example\./],
  ['OPENROUTER_API_KEY', 'sk-or-unknown', /OpenRouter key: OpenRouter does not know this key/],
  ['OPENROUTER_CHAT_MODEL', 'qwen/renamed', /model: .*renamed.* correct OPENROUTER_CHAT_MODEL/],
  ['OPENROUTER_EMBEDDING_MODEL', 'qwen/gone', /embedding model: .*OPENROUTER_EMBEDDING_MODEL/],
  [
    'EMBEDDING_DIMENSIONS',
    '768',
    /vectors in Neon: .*1024 numbers, EMBEDDING_DIMENSIONS is 768: set it to 1024/,
  ],
  ['DATABASE_URL', 'postgresql://owner:pass-word@127.0.0.1/other', /Neon: .*Copy the connection/],
  ['GITHUB_TOKEN', 'ghp-old', /GitHub quota: GitHub does not know GITHUB_TOKEN/],
  ['CONTENT_REPO', 'nobody/nothing', /repository: GitHub has no repository/],
]
// What is left out has no key that could be wrong.
const changesOfServices: typeof changes = [
  ['EMBEDDING_DIMENSIONS', '768', /vectors: .*1024 numbers, EMBEDDING_DIMENSIONS is 768: .*ingest/],
  ['QDRANT_API_KEY', 'wrong-key-of-mine', /Qdrant: .*cloud\.qdrant\.io/],
  ['UPSTASH_REDIS_REST_TOKEN', 'wrong', /Redis: Upstash refuses the token/],
]

test.each([...changes, ...(isLean ? [] : changesOfServices)])(
  '%s set to %s is found, with what to do',
  async (setting, value, line) => {
    const lines = await toDo({ [setting]: value })
    expect(lines).toMatch(line)
    expect(lines).not.toContain('pass-word')
  },
)

const services = [
  ['neon', /Neon: /],
  ['openrouter', /OpenRouter key: OpenRouter/],
  ...(isLean
    ? []
    : ([
        ['qdrant', /Qdrant: /],
        ['upstash', /Redis: Upstash/],
      ] as const)),
] as const

test.each(services)('a %s that is down is found', async (service, line) => {
  local.cloud.faults[service].set({ kind: 'status', status: 500 })
  expect(await toDo()).toMatch(line)
})

test("a suite's own errors and a clock that is wrong are told", async () => {
  const checks = {
    model: { ok: false, ms: 40, last_error: { message: '402 Insufficient credits' } },
    redis: { ok: true, ms: 4 },
  }
  const server = createServer((_, response) =>
    response
      .setHeader('date', new Date(Date.now() - 300_000).toUTCString())
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ status: 'degraded', checks })),
  )
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const lines = await toDo({ url: `http://127.0.0.1:${port}` })
  server.close()
  expect(lines).toMatch(/suite → model: The suite cannot use it: 402 Insufficient credits\./)
  expect(lines).toMatch(/clock: This machine is 30\d s away from the suite/)
})

describe.skipIf(isLean)('needs Qdrant and Redis, which the lean profile leaves out', () => {
  test("Upstash's daily limit is told as such", async () => {
    const error = 'ERR max daily request limit exceeded. Limit: 10000, Usage: 10000.'
    local.cloud.faults.upstash.set({
      kind: 'scripted',
      status: 400,
      type: 'application/json',
      writes: [JSON.stringify({ error })],
    })
    expect(await toDo()).toMatch(/Redis: Upstash's daily limit is used up: wait for/)
  })

  test('a half-made collection is mended: its indexes, and its alias', async () => {
    const name = 'half-made'
    await qdrant('PUT', `/collections/${name}-1024`, {
      vectors: { size: 1024, distance: 'Cosine' },
    })
    const first = (await findings({ QDRANT_COLLECTION: name })).map(lineOf).join('\n')
    expect(first).toMatch(/half-made answered nowhere: mended/)
    expect(first).toMatch(/passages: \d+ in Neon and 0 in Qdrant: run npm run parity/)
    await qdrant('DELETE', `/collections/${name}/index/tags`)
    const second = (await findings({ QDRANT_COLLECTION: name })).map(lineOf).join('\n')
    expect(second).toMatch(/half-made answers by its alias/)
    expect(second).toMatch(/payload indexes: made: tags/)
    const third = (await findings({ QDRANT_COLLECTION: name })).map(lineOf).join('\n')
    expect(third).toMatch(/payload indexes: are all there/)
  })
})

test('crons that have not run are told by what has piled up', async () => {
  const { session_id } = await local.openSession()
  await local.sql`update sessions set last_active_at = now() - interval '3 hours' where id = ${session_id}`
  await local.sql`update ingestion_runs set started_at = now() - interval '40 hours'`
  const lines = await toDo()
  expect(lines).toMatch(/cron: archive: 1 conversations have waited .*\*\/15 \* \* \* \*/)
  expect(lines).toMatch(/ingestion: The last run began 40\.0 h ago: is 0 3 \* \* \* among/)
})

test('a Worker that could not read its own texts is told as long as it may still be so', async () => {
  await local.sql`
    insert into upstream_troubles (service, cause, day, times, message, last_at)
    values ('assets', 'unreachable', current_date, 1, 'No texts', now() - interval '49.5 minutes')`
  expect(await toDo()).toContain(
    'DO  texts: No texts, 50 min ago. A Worker cannot read its own texts: set its binding ASSETS',
  )
  await local.sql`update upstream_troubles set last_at = now() - interval '70 minutes'`
  expect(await toDo()).not.toContain('texts')
})

test.each([
  [
    'a function',
    'assets = { directory = "widget/no-pages", binding = "ASSETS" }\n',
    'env.chat.assets',
  ],
  ['the suite', 'binding = "ASSETS"\nrun_worker_first', 'assets.binding'],
])('%s that is deployed without the binding ASSETS is found', async (_, line, where) => {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'wrangler.toml')
  const text = await readFile('wrangler.toml', 'utf8')
  await writeFile(file, text.replace(line, line.endsWith('\n') ? '' : 'run_worker_first'))
  const wrangler = () => ({ ok: true, output: 'Number of Consumers: 1' })
  const found = await examineConfigs([file], wrangler)
  expect(found.map(lineOf)).toEqual([
    `DO  configuration: wrangler.toml, ${where}: a Worker reads its own texts by assets with binding = "ASSETS". Correct it, and deploy again.`,
  ])
  const states = (await examineConfigs(['wrangler.toml'], wrangler)).map(({ state }) => state)
  expect(new Set(states)).toEqual(new Set(['ok']))
})

test('a queue that is missing, and one that nothing consumes, are found through wrangler', async () => {
  const names = queueNames(await readWorkerConfig())
  const found = examineQueues(names, ([, , name = '']) => ({
    ok: name !== 'webhooks',
    output: `Number of Consumers: ${name === 'journal' ? 0 : 1}\n`,
  }))
  expect(found.filter(({ state }) => state === 'fault').map(lineOf)).toEqual([
    'DO  queue webhooks: It is missing: npm run deploy makes it.',
    'DO  queue journal: Nothing consumes it: deploy the suite again with npm run deploy.',
  ])
  const [unseen] = examineQueues(names, () => ({ ok: false, output: '' }))
  expect(unseen).toMatchObject({ state: 'unseen', says: expect.stringMatching(/wrangler login/) })
})
