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

test('closing days changes nothing of what pages and channels cost', async () => {
  const sessionId = crypto.randomUUID()
  await sql`insert into sessions (id, metadata) values (${sessionId}, '{"channel": "slack"}')`
  const cited = JSON.stringify([
    { source: 'docs/a.md', is_cited: false },
    { source: 'docs/b.md', is_cited: true },
  ])
  for (const daysAgo of [30, 3, 0])
    await sql`
      insert into query_logs (query_id, session_id, sources, created_at, answered, cached, usage)
      select gen_random_uuid(), case when n < 4 then ${sessionId}::uuid end, ${cited},
        date_trunc('day', now()) - ${daysAgo} * interval '1 day', true, case when n = 2 then 'near' end,
        case when n = 5 then null else '{"prompt_tokens": 10, "completion_tokens": 2}'::jsonb end
      from generate_series(1, 5) n`
  await sql`delete from closed_days`
  await sql`delete from cost_days`
  const costs = () => sql`
    select day, page, channel, from_cache, sum(questions)::int as questions, sum(measured)::int as measured,
      sum(prompt_tokens)::int as prompt_tokens, sum(completion_tokens)::int as completion_tokens
    from (select * from cost_days union all select * from costs_between(open_since(), 'infinity')) costs
    where page = 'docs/b.md' group by 1, 2, 3, 4 order by 1, 2, 3, 4`
  const before = await costs()
  const measured = { page: 'docs/b.md', prompt_tokens: 20, completion_tokens: 4 }
  expect(before.slice(0, 3)).toMatchObject([
    {
      ...measured,
      channel: 'erased',
      questions: 2,
      measured: 1,
      prompt_tokens: 10,
      completion_tokens: 2,
    },
    { ...measured, channel: 'slack', from_cache: false, questions: 2, measured: 2 },
    { channel: 'slack', from_cache: true, questions: 1, measured: 1, prompt_tokens: 10 },
  ])
  expect(before).toHaveLength(9)
  for (const table of ['usage_days', 'latency_days', 'saving_days', 'citation_days'])
    await sql.query(`delete from ${table}`)
  await sql`select close_days(100)`
  expect(await costs()).toEqual(before)
  expect(await sql`select day from cost_days where page = 'docs/b.md'`).toHaveLength(6)
  // What a closed day cost stays, and says nothing of whose it was.
  await sql`delete from sessions where id = ${sessionId}`
  expect((await costs()).slice(0, 6)).toEqual(before.slice(0, 6))
})

test('outcomes are those of the archive, however it changes', async () => {
  const kept = () => sql`
    select day, outcome, outcome_basis, sessions::int, average_turns from session_outcomes order by 1, 2, 3`
  const counted = () => sql`
    select date_trunc('day', ended_at, 'UTC') as day, outcome, outcome_basis, count(*)::int as sessions,
      avg((metrics ->> 'turns')::real) as average_turns
    from sessions_archive where signal is distinct from 'nothing_asked' group by 1, 2, 3 order by 1, 2, 3`
  const steps = [
    `insert into sessions_archive (session_id, outcome, outcome_basis, signal, started_at, ended_at, metrics)
     select gen_random_uuid(), (array['resolved', 'escalated', 'abandoned'])[1 + n % 3], 'assumed',
       case when n % 5 = 0 then 'nothing_asked' end, now(), now() - n * interval '3 hours',
       case when n % 4 = 0 then '{}'::jsonb else jsonb_build_object('turns', n) end
     from generate_series(1, 40) n`,
    `update sessions_archive set outcome_basis = 'confirmed' where outcome = 'resolved'`,
    `update sessions_archive set ended_at = ended_at + interval '20 hours', metrics = '{"turns": 7}'
     where outcome = 'abandoned'`,
    `update sessions_archive set signal = 'answered' where signal = 'nothing_asked'`,
    `update sessions_archive set metrics = '{}' where outcome = 'escalated'`,
    `update sessions_archive set user_id = gen_random_uuid()`,
    `delete from sessions_archive where outcome = 'abandoned'`,
    'truncate sessions_archive',
  ]
  for (const step of steps) {
    await sql.query(step)
    expect(await kept(), step).toEqual(await counted())
  }
  expect(await kept()).toEqual([])
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
  await sql`update query_logs set rating = null where question = 'What is ebb?'`
  expect(await list()).toEqual([])
  expect(await sql`select 1 from feedback_by_page where source = 'docs/ebb.md'`).toEqual([])
})
