import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createNeon } from '../../lib/clients/neon.ts'
import { lockRun, noteWait, Run } from '../../lib/ingest/ledger/runs.ts'
import { adminHeaders, startLocalSuite, until } from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'

const folders: string[] = []
const suites: { close(): Promise<void> }[] = []
afterAll(async () => {
  await Promise.all(suites.map((suite) => suite.close()))
  for (const folder of folders) rmSync(folder, { recursive: true })
})

function aBook(parts: number, pagesEach: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'marginalia-budget-'))
  folders.push(folder)
  for (let part = 1; part <= parts; part += 1) {
    const path = join(folder, `Part-${part}-lamps`)
    mkdirSync(path)
    writeFileSync(join(path, '_category_.json'), `{"label": "Lamps ${part}"}`)
    for (let page = 1; page <= pagesEach; page += 1)
      writeFileSync(
        join(path, `${page}-lamp ü.md`),
        `# Lamp ${part}.${page}\n\nIt burns oil ${page}.\n`,
      )
  }
  return folder
}

async function aSuite(docs: string, github: object, settings = {}) {
  const suite = await startLocalSuite({
    docs,
    isIngested: false,
    github: { anonymous: true, ...github },
    settings,
  })
  suites.push(suite)
  return suite
}

async function runOf({ request }: Awaited<ReturnType<typeof aSuite>>, id: number) {
  const response = await request(`/v1/ingestion-runs/${id}`, { headers: adminHeaders })
  return Run.parse(await response.json())
}

async function begin({ request }: Awaited<ReturnType<typeof aSuite>>) {
  const init = { method: 'POST', headers: adminHeaders, body: '{}' }
  return Run.parse(await (await request('/v1/ingestion-runs', init)).json()).id
}

test('200 pages of a public repository are read without a token in a few requests of the API', {
  timeout: 180_000,
}, async () => {
  const local = await aSuite(aBook(8, 25), {})
  const id = await begin(local)
  const deadline = Date.now() + 150_000
  let run = await runOf(local, id)
  while (run.status === 'running' && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 200))
    run = await runOf(local, id)
  }
  expect(run).toMatchObject({ status: 'completed', total_chapters: 200 })
  const paths = local.cloud.requests.github.entries.map(({ path }) => path)
  expect(paths.filter((path) => path.startsWith('/repos/')).length).toBeLessThanOrEqual(2)
  expect(paths.filter((path) => path.endsWith('_category_.json'))).toHaveLength(8)
  expect(paths.filter((path) => path.startsWith('/raw/'))).toHaveLength(208)
})

test('a run waits as long as the longest of its pages, whatever other pages come to their end', async () => {
  const local = await aSuite(aBook(1, 1), {})
  const { DATABASE_URL: url = '', NEON_HTTP_URL: httpUrl } = local.cloud.settings
  const neon = createNeon({ url, httpUrl, timeoutMs: patient(20_000) })
  const [run] = await local.sql`
    insert into ingestion_runs (status) values ('running') returning id::int`
  const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000)
  const longest = soon(50)
  await neon.run(noteWait(run?.id, longest, 'the hour'))
  await neon.run(noteWait(run?.id, soon(1), 'the minute'))
  await neon.run(lockRun(run?.id))
  expect(await runOf(local, run?.id)).toMatchObject({
    waiting_until: longest.toISOString(),
    waiting_for: 'the hour',
  })
  await local.sql`update ingestion_runs set waiting_until = now() - interval '1 second'`
  await neon.run(lockRun(run?.id))
  expect(await runOf(local, run?.id)).not.toHaveProperty('waiting_until')
})

test('a run whose requests are used up says until when it waits, and then goes on', async () => {
  const local = await aSuite(
    aBook(1, 6),
    { anonymousQuota: 4, quotaSeconds: 6 },
    { GITHUB_RAW_URL: '' },
  )
  const id = await begin(local)
  const waiting = await until(
    () => runOf(local, id),
    (run) => run.waiting_until !== undefined,
  )
  expect(waiting).toMatchObject({
    status: 'running',
    waiting_for: expect.stringMatching(/GITHUB_TOKEN/),
  })
  expect(Date.parse(waiting.waiting_until ?? '')).toBeGreaterThan(Date.parse(waiting.started_at))
  await expect
    .poll(() => runOf(local, id), { timeout: 40_000, interval: 500 })
    .toMatchObject({ status: 'completed', total_chapters: 6 })
  expect(await runOf(local, id)).not.toHaveProperty('waiting_until')
}, 60_000)
