import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { copyOfBook } from '../support/book.ts'
import {
  adminHeaders,
  type LocalSuite,
  profile,
  startLocalSuite,
  until,
} from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'

let book: Awaited<ReturnType<typeof copyOfBook>>
let local: LocalSuite
beforeAll(async () => {
  book = await copyOfBook()
  local = await startLocalSuite({ docs: book.path })
})
afterAll(async () => {
  await local.close()
  await book.remove()
})

const page = (name: string) => join(book.path, name)
const ids = async () =>
  (await local.sql`select id::text from documents order by id`).map(({ id }) => id)

/** The points of the second store; without Qdrant there is none, and passages are all there is. */
async function expectPointsOfPassages() {
  if (profile === 'lean') return
  expect(await pointIds()).toEqual((await ids()).sort())
}

async function pointIds(): Promise<string[]> {
  const { QDRANT_URL, QDRANT_API_KEY = '' } = local.cloud.settings
  const response = await fetch(`${QDRANT_URL}/collections/textbook-passages/points/scroll`, {
    method: 'POST',
    headers: { 'api-key': QDRANT_API_KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ limit: 10_000, with_payload: false }),
  })
  // Ids are larger than JSON.parse holds: they are read from the text.
  return [...(await response.text()).matchAll(/"id":\s*(\d+)/g)].map(([, id]) => id ?? '').sort()
}

function resetLogs() {
  for (const log of Object.values(local.cloud.requests)) log.reset()
}

const requestsTo = (service: 'github' | 'openrouter' | 'neon', path: string) =>
  local.cloud.requests[service].entries.filter((entry) => entry.path.includes(path)).length

test('every page of the book becomes passages in Neon and points in Qdrant where there is one, under the same ids', async () => {
  const rows = await ids()
  expect(rows.length).toBeGreaterThan(5)
  await expectPointsOfPassages()
  const chapters =
    await local.sql`select source_path, title, part, part_number from chapters order by 1`
  expect(chapters).toHaveLength(4)
  expect(chapters[0]).toEqual({
    source_path: 'docs/Part-1-lamps/01-the-fresnel-lens.md',
    title: 'The Fresnel lens',
    part: 'Lamps and lenses',
    part_number: 1,
  })
})

test('a second run over the same source asks for the tree alone and changes nothing', async () => {
  const before = await ids()
  resetLogs()
  const run = await local.ingest()
  expect(run).toMatchObject({
    status: 'completed',
    passages_added: 0,
    passages_removed: 0,
    total_chapters: 4,
  })
  expect(run.passages_kept).toBe(before.length)
  expect(requestsTo('github', '/git/trees')).toBe(1)
  expect(requestsTo('github', '/raw/')).toBe(0)
  expect(requestsTo('openrouter', 'embeddings')).toBe(0)
  expect(await ids()).toEqual(before)
})

test('a forced run writes the same ids again, embeds nothing and leaves no duplicate', async () => {
  const before = await ids()
  resetLogs()
  const run = await local.ingest({ force: true })
  expect(run).toMatchObject({ status: 'completed', embedding_tokens: 0 })
  expect(requestsTo('openrouter', 'embeddings')).toBe(0)
  expect(await ids()).toEqual(before)
  await expectPointsOfPassages()
})

test('of a changed page only the changed passages are embedded', async () => {
  resetLogs()
  await writeFile(
    page('Part-2-keepers/01-the-watch.md'),
    '# The watch\n\nTwo keepers share the night.\n\n## Fog\n\nIn fog the keeper rings the bell every 30 seconds until the fog has gone.\n',
  )
  const run = await local.ingest()
  expect(run).toMatchObject({ status: 'completed', passages_removed: 2 })
  expect(requestsTo('github', '/raw/')).toBe(1)
  expect(requestsTo('openrouter', 'embeddings')).toBe(1)
  await expectPointsOfPassages()
})

test('a page that is gone is answered from no more, not even from the cache', async () => {
  const ask = async () =>
    AnswerDocument.parse(
      await (
        await local.ask({ question: 'What did early lamps burn?' }, undefined, 'application/json')
      ).json(),
    )
  await until(ask, (answer) => answer.cached === 'exact')
  await rm(page('Part-1-lamps/02-lamp-oil.md'))
  const run = await local.ingest({ allow_mass_deletion: true })
  expect(run).toMatchObject({ status: 'completed', total_chapters: 3 })
  const answer = await ask()
  expect(answer.cached).toBe(false)
  expect(answer.sources.map(({ source }) => source)).not.toContain(
    'docs/Part-1-lamps/02-lamp-oil.md',
  )
  await expectPointsOfPassages()
})

test('a row deleted by hand is answered from no more, though its point is still there', async () => {
  const [row] = await local.sql`
    delete from documents where id = (select id from documents where section = 'Fog') returning id::text`
  const response = await local.ask(
    { question: 'How often does the bell ring in fog?' },
    undefined,
    'application/json',
  )
  const { sources } = AnswerDocument.parse(await response.json())
  expect(sources.map(({ passage_id }) => passage_id)).not.toContain(row?.id)
})

test('a page that cannot be read fails alone, keeps what it had, and says why', async () => {
  const [before] =
    await local.sql`select count(*)::int as n from documents where source like '%fresnel%'`
  await writeFile(page('Part-1-lamps/01-the-fresnel-lens.md'), '---\ntitle: [\n---\n\nText.\n')
  const run = await local.ingest()
  expect(run).toMatchObject({
    status: 'completed',
    error_message: expect.stringMatching(/1 of 1 pages failed/),
  })
  const response = await local.request(`/v1/ingestion-runs/${run.id}`, { headers: adminHeaders })
  expect(await response.json()).toMatchObject({
    chapters: [
      { status: 'failed', error_message: expect.stringMatching(/01-the-fresnel-lens\.md, line/) },
    ],
  })
  const [after] =
    await local.sql`select count(*)::int as n from documents where source like '%fresnel%'`
  expect(after).toEqual(before)
  await rm(page('Part-1-lamps/01-the-fresnel-lens.md'))
})

test('a source that lost most of its pages removes nothing unless it may', async () => {
  const before = await ids()
  await rm(page('Part-1-lamps'), { recursive: true })
  const run = await local.ingest()
  expect(run).toMatchObject({
    status: 'failed',
    error_message: expect.stringMatching(/allow_mass_deletion/),
  })
  expect(await ids()).toEqual(before)
})

test('an unknown run is 404, and the runs are listed newest first', async () => {
  const unknown = await local.request('/v1/ingestion-runs/no-such-run', { headers: adminHeaders })
  expect(unknown.status).toBe(404)
  const { data } = (await (
    await local.request('/v1/ingestion-runs', { headers: adminHeaders })
  ).json()) as {
    data: { started_at: string }[]
  }
  const times = data.map(({ started_at }) => started_at)
  expect(times).toEqual([...times].sort().reverse())
})

test('one run at a time: another is a conflict', async () => {
  local.cloud.faults.github.set({ delayMs: patient(1500), times: 1 })
  const start = () =>
    local.request('/v1/ingestion-runs', { method: 'POST', headers: adminHeaders, body: '{}' })
  const first = await start()
  expect(first.status).toBe(202)
  expect(first.headers.get('location')).toMatch(/^\/v1\/ingestion-runs\//)
  expect((await start()).status).toBe(409)
  await until(
    () => local.sql`select 1 from ingestion_runs where status = 'running'`,
    (rows) => rows.length === 0,
  )
})

test.each([
  ['the nightly trigger starts a run', () => {}],
  [
    'the nightly trigger starts a run though the stores cannot be compared',
    () => local.cloud.faults.qdrant.set({ kind: 'status', status: 500, match: 'exists', times: 1 }),
  ],
])('%s', async (_, break_) => {
  break_()
  const [before] = await local.sql`select count(*)::int as n from ingestion_runs`
  await local.suite.scheduled('0 3 * * *')
  await until(
    () => local.sql`select 1 from ingestion_runs where status = 'running'`,
    (rows) => rows.length === 0,
  )
  const [after] = await local.sql`select count(*)::int as n from ingestion_runs`
  expect(after?.n).toBe(before?.n + 1)
})
