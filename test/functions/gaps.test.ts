import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askGapsAgain } from '../../lib/admin/gaps/ask-gaps.ts'
import { Gap, GapList, RegressionList } from '../../lib/admin/gaps/gap-list.ts'
import { createNeon } from '../../lib/clients/neon.ts'
import { bookPath } from '../support/book.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'

let docs: string
let local: LocalSuite
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'marginalia-gaps-'))
  await cp(bookPath, docs, { recursive: true })
  local = await startLocalSuite({ docs, settings: { GAPS_ASKED_PER_RUN: '20' } })
  await local.sql`insert into webhooks (url, events, secret_hash) values ('https://crm.example.com/',
    '{gap.opened,gap.closed,answer.regressed}', 'none')`
})
afterAll(async () => {
  await local.close()
  await rm(docs, { recursive: true, force: true })
})

const anchor = 'Where is the spare anchor chain?'
const parrot = 'Which colour has the parrot of the harbour?'
const oil = 'What did early lamps burn?'

async function ask(question: string) {
  const session = await local.openSession()
  const reply = await local.ask({ question }, session, 'application/json')
  await untilQuiet(local)
  return { session, ...((await reply.json()) as { answered: boolean }) }
}

async function get(path: string): Promise<unknown> {
  return await (await local.request(`/v1/admin${path}`, { headers: adminHeaders })).json()
}

const gaps = async (status = 'open') => GapList.parse(await get(`/gaps?status=${status}`)).data
const regressions = async () => RegressionList.parse(await get('/regressions'))

/** Ingests what the folder holds, and waits until all that follows has been asked. */
async function ingest() {
  const run = await local.ingest()
  expect(run.status).toBe('completed')
  await until(regressions, ({ run_id, is_checked }) => run_id === run.id && is_checked)
  await untilQuiet(local)
  return run
}

const events = async (type: string) =>
  (
    await local.sql`select payload from webhook_deliveries where event_type = ${type} order by created_at`
  ).map(({ payload }) => payload.data)

test('a month of gaps: opened once, closed with proof when a page answers them, and what an edit broke is told', async () => {
  expect((await ask(anchor)).answered).toBe(false)
  await ask(`${anchor.slice(0, -1)}, please?`)
  const { session, answered } = await ask(parrot)
  expect(answered).toBe(false)
  await ask('Thank you!')
  expect((await ask(oil)).answered).toBe(true)

  await ingest()
  const opened = await gaps()
  expect(opened.map(({ wordings, refused }) => [wordings, refused]).sort()).toEqual([
    [1, 1],
    [2, 2],
  ])
  expect(await events('gap.opened')).toHaveLength(2)
  const idOf = (text: string) =>
    opened.find(({ question }) => question?.includes(text))?.gap_id ?? 'none'

  await writeFile(
    join(docs, 'Part-2-keepers/03-the-anchor.md'),
    '# The anchor\n\n## Chain\n\nThe spare anchor chain is in the boat shed.\n',
  )
  await writeFile(
    join(docs, 'Part-1-lamps/02-lamp-oil.md'),
    '# Lamp oil\n\n## Wicks\n\nA wick is trimmed with scissors.\n',
  )
  const run = await ingest()
  const [closed] = await gaps('closed')
  expect(closed).toMatchObject({
    gap_id: idOf('anchor'),
    proof: { run_id: run.id, answer: expect.stringContaining('boat shed') },
  })
  expect(closed?.proof?.citations[0]?.quote).toContain('boat shed')
  expect((await gaps()).map(({ gap_id }) => gap_id)).toEqual([idOf('parrot')])
  expect(await events('gap.closed')).toMatchObject([{ gap_id: idOf('anchor'), run_id: run.id }])
  expect((await regressions()).data).toMatchObject([{ question: oil, run_id: run.id }])
  expect(await events('answer.regressed')).toMatchObject([{ question: oil, run_id: run.id }])
  expect(await events('gap.opened')).toHaveLength(2)

  const headers = { ...adminHeaders, authorization: `Bearer ${session.token}` }
  await local.request(`/v1/sessions/${session.session_id}`, { method: 'DELETE', headers })
  const [left] = await gaps()
  expect(left).toMatchObject({ gap_id: idOf('parrot'), wordings: 0 })
  expect(JSON.stringify(await local.sql`select * from gaps, gap_wordings`)).not.toContain('parrot')
})

test('a gap that is set aside while it is asked again is not closed, nor told as closed', async () => {
  const lantern = 'Who painted the lantern room vermilion?'
  await ask(lantern)
  await ingest()
  const gap = (await gaps()).find((one) => one.question === lantern)
  const { DATABASE_URL: url = '', NEON_HTTP_URL: httpUrl } = local.cloud.settings
  const neon = createNeon({ url, httpUrl, timeoutMs: patient(20_000) })
  const told = await askGapsAgain(1_000_000, 20, {
    neon,
    ask: async () => {
      await local.sql`update gaps set status = 'ignored' where gap_id = ${gap?.gap_id}`
      const found = { answered: true, verified: true, degraded: [] }
      return { ...found, answer: 'A painter did. [1]', citations: [], sources: [] }
    },
  })
  expect(told.asked).toBeGreaterThan(0)
  expect(told.closed.map(({ gap_id }) => gap_id)).not.toContain(gap?.gap_id)
  expect((await gaps('ignored')).map(({ gap_id }) => gap_id)).toContain(gap?.gap_id)
})

test('what is asked again is within the budget, and leaves no session and no log', async () => {
  const before = await local.sql`select count(*)::int as n from query_logs`
  const reply = await local.request('/v1/admin/gap-checks', {
    method: 'POST',
    headers: adminHeaders,
    body: '{}',
  })
  expect(reply.status).toBe(202)
  await until(regressions, ({ is_checked }) => is_checked)
  expect(await local.sql`select count(*)::int as n from query_logs`).toEqual(before)
  const ours = () => local.sql`select id from sessions where metadata ? 'purpose'`
  await until(ours, (rows) => rows.length === 0)
})

test('a gap is laid aside and taken up again', async () => {
  const [gap] = await gaps()
  const change = async (status: string) =>
    await local.request(`/v1/admin/gaps/${gap?.gap_id}`, {
      method: 'PATCH',
      headers: adminHeaders,
      body: JSON.stringify({ status }),
    })
  expect(Gap.parse(await (await change('ignored')).json()).status).toBe('ignored')
  expect(await gaps()).toEqual([])
  expect(Gap.parse(await (await change('open')).json()).status).toBe('open')
  expect((await change('closed')).status).toBe(422)
})
