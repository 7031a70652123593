import { neon } from '@neondatabase/serverless'
import { expect, test } from 'vitest'
import { startCloud } from '../../dev/cloud/cloud.ts'
import { demoConversations } from '../../dev/demo/conversations.ts'
import { createRandom } from '../../dev/demo/random.ts'
import { removeDemo, writeDemo } from '../../dev/demo/write-demo.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { bookPath } from '../support/book.ts'

const noon = Date.parse('2026-11-18T12:00:00Z')

test('made-up traffic is the same on every run, has weekends, and ends before now', () => {
  const conversations = demoConversations(noon, 90, createRandom(1))
  const again = demoConversations(noon, 90, createRandom(1))
  expect(JSON.stringify(again) === JSON.stringify(conversations)).toBe(true)
  const ids = conversations.flatMap(({ session_id, turns }) => [
    session_id,
    ...turns.map(({ query_id }) => query_id),
  ])
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.filter((id) => !/^de300000-[0-9a-f]{4}-4[0-9a-f]{3}-8/.test(id))).toEqual([])
  const on = (day: string) =>
    conversations.filter(({ started_at }) => started_at.startsWith(day)).length
  expect(on('2026-11-14')).toBeLessThan(on('2026-11-12') / 2)
  expect(on('2026-08-26')).toBeLessThan(on('2026-11-11') / 2)
  expect(conversations.every(({ ended_at }) => Date.parse(ended_at) < noon)).toBe(true)
})

test('filling twice does not double, and removing leaves what was really asked', async () => {
  const cloud = await startCloud({ docs: bookPath, embeddings: 'hashed', only: ['neon'] })
  const { DATABASE_URL: databaseUrl = '', NEON_HTTP_URL: httpUrl = '' } = cloud.settings
  await applySchema({ databaseUrl, httpUrl, exactSearch: true })
  const sql = neon(databaseUrl)
  await sql`
    insert into query_logs (query_id, question, answered, created_at)
    values (gen_random_uuid(), 'Who rings the bell?', false, now() - interval '5 days')`
  await sql`
    insert into ingestion_runs (status, started_at, completed_at)
    values ('completed', now() - interval '3 days', now() - interval '3 days')`
  const counts = async () => {
    const [row] = await sql`
      select (select count(*)::int from query_logs) as logged,
        (select sum(questions)::int from daily_usage) as used,
        (select count(*)::int from sessions_archive) as ended,
        (select count(*)::int from ingestion_health) as runs,
        (select sum(dead)::int from webhook_health) as dead`
    return row
  }
  const { questions, sessions } = await writeDemo({ databaseUrl, httpUrl }, Date.now(), 7)
  const once = await counts()
  expect(once).toEqual({
    logged: questions + 1,
    used: questions + 1,
    ended: sessions,
    runs: 31,
    dead: 7,
  })
  await writeDemo({ databaseUrl, httpUrl }, Date.now(), 7)
  expect(await counts()).toEqual(once)
  // What is indexed was read by the real run, whatever is made up beside it.
  const [latest] = await sql`select options from ingestion_runs order by started_at desc limit 1`
  expect(latest).toEqual({ options: {} })
  await removeDemo({ databaseUrl, httpUrl })
  expect(await counts()).toEqual({ logged: 1, used: 1, ended: 0, runs: 1, dead: null })
  await cloud.close()
})
