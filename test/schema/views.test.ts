import { type NeonQueryFunction, neon } from '@neondatabase/serverless'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cloud, startCloud } from '../../dev/cloud/cloud.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { bookPath } from '../support/book.ts'

const perDay = ['daily_usage', 'latency_percentiles', 'cache_savings', 'cited_pages']

let cloud: Cloud
let sql: NeonQueryFunction<false, false>
beforeAll(async () => {
  cloud = await startCloud({ docs: bookPath, embeddings: 'hashed', only: ['neon'] })
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
