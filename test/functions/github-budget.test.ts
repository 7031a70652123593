import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Run } from '../../lib/ingest/ledger/runs.ts'
import { adminHeaders, startLocalSuite, until } from '../support/local-suite.ts'

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
