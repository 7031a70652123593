import { type NeonQueryFunction, neon } from '@neondatabase/serverless'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Cloud } from '../../dev/cloud/cloud.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { bookPath } from '../support/book.ts'
import { startCloudOnFreshDatabase } from '../support/fresh-database.ts'

const perDay = ['daily_usage', 'latency_percentiles', 'cache_savings', 'cited_pages']

let cloud: Cloud
let sql: NeonQueryFunction<false, false>
beforeAll(async () => {
  cloud = await startCloudOnFreshDatabase({ docs: bookPath, embeddings: 'hashed', only: ['neon'] })
  const { DATABASE_URL = '', NEON_HTTP_URL } = cloud.settings
  await applySchema({ databaseUrl: DATABASE_URL, httpUrl: NEON_HTTP_URL, exactSearch: true })
  sql = neon(DATABASE_URL)
})
afterAll(() => cloud.close())

async function ask(daysAgo: number, questions: number) {
  await sql`
    insert into query_logs (query_id, question, sources, latency_ms, created_at, answered, cached, usage)
    select gen_random_uuid(), 'What is a lamp?',
      jsonb_build_array(jsonb_build_object('source', 'docs/' || n % 3 || '.md', 'chapter', 'A lamp')),
      100 * n, date_trunc('day', now()) - ${daysAgo} * interval '1 day' + interval '1 hour', n % 4 <> 0,
      case when n % 2 = 0 then 'exact' end, '{"prompt_tokens": 10, "completion_tokens": 2}'
    from generate_series(1, ${questions}::int) n`
}

const everyView = async () =>
  await Promise.all(perDay.map((view) => sql.query(`select * from ${view} order by 1, 2, 3`)))

test('closing days changes no figure of any view, and leaves today and yesterday open', async () => {
  for (const daysAgo of [9, 5, 4, 1, 0]) await ask(daysAgo, 10 + daysAgo)
  const before = await everyView()
  expect(await sql`select close_days(3) as days`).toEqual([{ days: 3 }])
  expect(await everyView()).toEqual(before)
  expect(await sql`select close_days(100) as days`).toEqual([{ days: 5 }])
  expect(await everyView()).toEqual(before)
  expect(await sql`select close_days(100) as days`).toEqual([{ days: 0 }])
})

test('a question asked since is counted at once', async () => {
  const count = async () => {
    const [row] = await sql`select sum(questions)::int as n from daily_usage`
    return Number(row?.n)
  }
  const before = await count()
  await ask(1, 3)
  await ask(0, 2)
  expect(await count()).toBe(before + 5)
})

test('the dashboards’ role reads open and closed days alike', async () => {
  for (const view of perDay) {
    const [, rows] = await sql.transaction([
      sql`set local role dashboard_reader`,
      sql.query(`select * from ${view}`),
    ])
    expect(rows?.length).toBeGreaterThan(0)
  }
})

test('a refused question is listed until its words are erased', async () => {
  const list = () =>
    sql`select question, times::int from unanswered_questions where question like '%tide%'`
  await sql`insert into query_logs (query_id, question, answered, confidence)
    values (gen_random_uuid(), 'When is the Tide?', false, 0.2),
      (gen_random_uuid(), 'When is the tide?', false, 0.3),
      (gen_random_uuid(), 'What is a tide?', true, 0.9)`
  expect(await list()).toEqual([{ question: 'when is the tide?', times: 2 }])
  await sql`update query_logs set question = null where question like '%tide%'`
  expect(await list()).toEqual([{ question: 'when is the tide?', times: 1 }])
  await sql`delete from query_logs where question like '%Tide%'`
  expect(await list()).toEqual([])
})

test('a page has the latest rating of each answer that cites it', async () => {
  const list = () =>
    sql`select up::int, down::int from feedback_by_page where source = 'docs/tide.md'`
  const sources = JSON.stringify([
    { source: 'docs/tide.md', chapter: 'Tides', is_cited: true },
    { source: 'docs/ebb.md', chapter: 'Ebb', is_cited: false },
  ])
  await sql`insert into query_logs (query_id, question, sources, answered)
    values (gen_random_uuid(), 'What is ebb?', ${sources}, true)`
  expect(await list()).toEqual([])
  await sql`update query_logs set rating = 'up' where question = 'What is ebb?'`
  expect(await list()).toEqual([{ up: 1, down: 0 }])
  await sql`update query_logs set rating = 'down' where question = 'What is ebb?'`
  expect(await list()).toEqual([{ up: 0, down: 1 }])
  expect(await sql`select 1 from feedback_by_page where source = 'docs/ebb.md'`).toEqual([])
})
