import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { GapList, RegressionList } from '../../lib/admin/gaps/gap-list.ts'
import { Run } from '../../lib/ingest/ledger/runs.ts'
import { lacking, pageOf, talk, told, without } from '../support/a-month.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'

/** The most that is asked again of each kind after a run. */
const budget = 20
const weekDays = 7

let docs: string
let local: LocalSuite
beforeAll(async () => {
  docs = await mkdtemp(join(tmpdir(), 'marginalia-month-'))
  for (const thing of told) await write(thing.name, pageOf(thing))
  local = await startLocalSuite({ docs, settings: { GAPS_ASKED_PER_RUN: `${budget}` } })
  await local.sql`insert into webhooks (url, events, secret_hash) values ('https://crm.example.com/',
    '{gap.opened,gap.closed,answer.regressed}', 'none')`
})
afterAll(async () => {
  await local.close()
  await rm(docs, { recursive: true, force: true })
})

const write = (name: string, text: string) => writeFile(join(docs, `${name}.md`), text)

async function get(path: string): Promise<unknown> {
  return await (await local.request(path, { headers: adminHeaders })).json()
}

const gaps = async (status: string) =>
  GapList.parse(await get(`/v1/admin/gaps?status=${status}&limit=100`)).data
const regressions = async () => RegressionList.parse(await get('/v1/admin/regressions'))
const tellings = async (type: string) =>
  (await local.sql`select payload from webhook_deliveries where event_type = ${type}`).map(
    ({ payload }) => payload.data,
  )

/** A week of readers, a few of them at once; what they have asked is then a week old. */
async function aWeek(questions: readonly string[]) {
  const waiting = [...questions]
  const aReader = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      await (await local.ask({ question: next }, undefined, 'application/json')).text()
  }
  await Promise.all([aReader(), aReader(), aReader()])
  await untilQuiet(local)
}

/** Ingests what the folder holds, and waits until all that follows has been asked. */
async function aRun(): Promise<Run & { asked: number }> {
  const before = askedOfTheModel()
  const { id, status } = await local.ingest()
  expect(status).toBe('completed')
  await until(regressions, ({ run_id, is_checked }) => run_id === id && is_checked)
  await untilQuiet(local)
  const report = Run.parse(await get(`/v1/ingestion-runs/${id}`))
  return { ...report, asked: askedOfTheModel() - before }
}

const askedOfTheModel = () =>
  local.cloud.requests.openrouter.entries.filter(({ path }) => path.endsWith('/chat/completions'))
    .length

async function aWeekPasses() {
  const interval = `${weekDays} days`
  await local.sql`update query_logs set created_at = created_at - ${interval}::interval`
  await local.sql`update unanswered_log set created_at = created_at - ${interval}::interval`
}

const otherwise = (question: string) =>
  `So ${question.slice(0, 1).toLowerCase()}${question.slice(1)}`
const named = (things: readonly { question: string }[]) =>
  things.map(({ question }) => question).sort()

/** Fifty questions: what the book lacks in two wordings, what it tells, and talk. */
const weekly = [
  ...lacking.map(({ question }) => question),
  ...lacking.slice(0, 13).map(({ question }) => otherwise(question)),
  ...told.map(({ question }) => question),
  ...talk,
]

test('of twenty gaps of a month of 200 questions those close that six pages answer, and what two edits broke is reported', {
  timeout: 900_000,
}, async () => {
  expect(weekly).toHaveLength(50)
  await aWeek(weekly)
  await aRun()
  const opened = await gaps('open')
  expect(opened).toHaveLength(lacking.length)
  const gapOf = (question: string) =>
    opened.find((gap) => gap.question?.endsWith(question.slice(1)))?.gap_id
  expect(new Set(lacking.map(({ question }) => gapOf(question))).size).toBe(lacking.length)

  await aWeekPasses()
  await aWeek(weekly)
  for (const thing of lacking.slice(0, 3)) await write(thing.name, pageOf(thing))
  const second = await aRun()
  expect(second.gaps_closed).toBe(3)
  expect(second.answers_broken).toBe(0)

  await aWeekPasses()
  const mended = lacking.slice(0, 6)
  const broken = told.slice(0, 2)
  await aWeek(weekly)
  for (const thing of mended.slice(3)) await write(thing.name, pageOf(thing))
  for (const thing of broken) await write(thing.name, without(thing))
  const third = await aRun()
  expect(third.gaps_closed).toBe(3)
  expect(third.answers_broken).toBe(broken.length)

  await aWeekPasses()
  await aWeek(weekly)
  const last = await aRun()

  const logged = await local.sql`select count(*)::int as n from query_logs`
  expect(logged[0]?.n).toBeGreaterThanOrEqual(4 * (weekly.length - talk.length))
  const closed = await gaps('closed')
  expect(closed.map(({ gap_id }) => gap_id).sort()).toEqual(
    mended.map(({ question }) => gapOf(question)).sort(),
  )
  for (const { proof } of closed) {
    expect([second.id, third.id]).toContain(proof?.run_id)
    expect(proof?.citations.length).toBeGreaterThan(0)
  }
  const open = await gaps('open')
  const kept = open.filter(({ gap_id }) => opened.some((gap) => gap.gap_id === gap_id))
  expect(kept).toHaveLength(lacking.length - mended.length)
  // What was broken is asked on, and is a gap of its own by now.
  const since = open.filter((gap) => !kept.includes(gap)).map(({ question }) => question)
  expect(since.sort()).toEqual(named(broken))
  expect((await tellings('gap.opened')).length).toBe(lacking.length + broken.length)
  expect((await tellings('gap.closed')).map(({ gap_id }) => gap_id).sort()).toEqual(
    closed.map(({ gap_id }) => gap_id).sort(),
  )
  const { data } = await regressions()
  expect(data.map(({ question, run_id }) => [question, run_id]).sort()).toEqual(
    named(broken).map((question) => [question, third.id]),
  )
  expect((await tellings('answer.regressed')).map(({ question }) => question).sort()).toEqual(
    named(broken),
  )
  // Gaps, answers of changed pages and corrections have a budget each.
  for (const { asked } of [second, third, last]) expect(asked).toBeLessThanOrEqual(2 * budget)
})
