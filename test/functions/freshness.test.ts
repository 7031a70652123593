import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Freshness } from '../../lib/admin/fresh/freshness.ts'
import { Run } from '../../lib/ingest/ledger/runs.ts'
import { bookPath } from '../support/book.ts'
import { adminHeaders, type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

let docs: string
let local: LocalSuite
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'marginalia-fresh-'))
  await cp(bookPath, docs, { recursive: true })
  await write('04-draft', '---\ndraft: true\n---\n\n# Not yet\n\nTo be written.\n')
  await write('05-broken', '---\ntitle: [\n---\n\n# Broken\n\nIts front matter ends nowhere.\n')
  local = await startLocalSuite({ docs })
})
afterAll(async () => {
  await local.close()
  await rm(docs, { recursive: true, force: true })
})

const write = (name: string, text: string) =>
  writeFile(join(docs, `Part-2-keepers/${name}.md`), text)

async function fresh(look = false) {
  const path = `/v1/admin/freshness?look=${look}`
  return Freshness.parse(await (await local.request(path, { headers: adminHeaders })).json())
}

/** Lets the sources be asked once more though they were asked just now. */
async function forgetLooks() {
  await local.sql`delete from kv where key = 'admin:source-looks'`
  local.cloud.faults.upstash.clear()
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = local.cloud.settings
  if (!url) return
  const body = JSON.stringify(['DEL', 'admin:source-looks'])
  await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${token}` }, body })
}

const looks = () =>
  local.cloud.requests.github.entries.filter(({ path }) => path.includes('/commits')).length

test('the commit that is indexed is told, and the source is asked only when it is wished, and rarely', async () => {
  const before = looks()
  const [source] = (await fresh()).sources
  expect(source).toMatchObject({ kind: 'github', source: '', ref: 'main' })
  expect(source?.indexed?.commit).toMatch(/^[0-9a-f]{40}$/)
  expect(source?.indexed?.changed_at).toMatch(/Z$/)
  expect(source?.newest).toBeUndefined()
  expect(looks()).toBe(before)

  const [asked] = (await fresh(true)).sources
  expect(asked?.newest).toMatchObject({ is_current: true, commit: source?.indexed?.commit })
  expect(looks()).toBe(before + 1)
  expect((await fresh(true)).sources).toEqual([asked])
  expect((await fresh()).sources).toEqual([asked])
  expect(looks()).toBe(before + 1)
})

test('drafts and broken pages are told with their reasons, however many runs have come after', async () => {
  for (let run = 0; run < 2; run += 1) await local.ingest()
  const { failed, left_out } = await fresh()
  expect(failed).toMatchObject([{ source: expect.stringContaining('05-broken') }])
  expect(failed[0]?.reason).toMatch(/front matter/i)
  expect(left_out).toMatchObject([{ source: expect.stringContaining('04-draft') }])
  expect(left_out[0]?.reason).toMatch(/draft/i)
})

test('an index is told to be behind by commits, and to be as the source is after a run', async () => {
  await write('06-whistle', '# The whistle\n\nIt is blown at noon.\n')
  await forgetLooks()
  const [behind] = (await fresh(true)).sources
  expect(behind?.newest).toMatchObject({ is_current: false, commits_behind: 1 })
  expect(behind?.newest?.commit).not.toBe(behind?.indexed?.commit)

  const run = await local.ingest()
  // What was compared with another index says nothing of this one.
  expect((await fresh()).sources[0]?.newest).toBeUndefined()
  const [now] = (await fresh(true)).sources
  expect(now?.newest).toMatchObject({ is_current: true, commit: behind?.newest?.commit })

  const report = await local.request(`/v1/ingestion-runs/${run.id}`, { headers: adminHeaders })
  const { commits } = Run.parse(await report.json())
  expect(commits).toMatchObject([{ source: '', commit: behind?.newest?.commit }])
})

test('a source that does not answer is told in words', async () => {
  await forgetLooks()
  local.cloud.faults.github.set({ kind: 'status', status: 500 })
  const [source] = (await fresh(true)).sources
  local.cloud.faults.github.clear()
  expect(source?.newest?.reason).toBe('GitHub answered 500')
  expect(source?.newest?.is_current).toBeUndefined()
  expect(source?.indexed?.commit).toBeDefined()
})

test('the latest run is the one that began last, whatever its number', async () => {
  const before = await fresh()
  await local.sql`
    insert into ingestion_runs (status, started_at, completed_at, error_message, options)
    select status, now() - interval '2 days', now() - interval '2 days', 'made up', '{"made_up": true}'
    from unnest(array['completed', 'failed']) as status`
  const { age_seconds: _, ...after } = await fresh()
  expect(before).toMatchObject(after)
  await local.sql`delete from ingestion_runs where options ? 'made_up'`
})
