import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({ settings: { BREAKER_FAILURES: '1000' } })
  await local.sql`insert into webhooks (url, events, secret_hash)
    values ('https://127.0.0.1:9/', '{error.occurred}', 'none')`
})
afterAll(() => local.close())
beforeEach(async () => {
  await untilQuiet(local)
  await local.sql`truncate upstream_troubles`
})
afterEach(() => {
  for (const fault of Object.values(local.cloud.faults)) fault.clear()
})

const counted = async () =>
  await local.sql`select service, cause, times from upstream_troubles order by service`

const admin = (path: string) => local.request(path, { headers: adminHeaders })

/** A call that finds a service away, and after it one that finds it back and counts. */
async function meets(
  service: 'neon' | 'upstash' | 'qdrant' | 'openrouter',
  call: () => Promise<unknown>,
) {
  local.cloud.faults[service].set({ kind: 'status', status: 500 })
  await call()
  await untilQuiet(local)
  local.cloud.faults[service].clear()
  await (await admin('/v1/webhooks')).text()
  return await until(counted, (rows) => rows.length > 0)
}

test.each([
  ['a session', () => local.openSession().catch(() => undefined)],
  ['a list of webhooks', () => admin('/v1/webhooks')],
  ['the overview', () => admin('/v1/admin/overview')],
  ['a list of runs', () => admin('/v1/ingestion-runs')],
  ['the cron of deliveries', () => local.look('deliveries').catch(() => undefined)],
  ['the cron of the house', () => local.look('house').catch(() => undefined)],
])('Neon away is noted by %s', async (_, call) => {
  expect(await meets('neon', call)).toMatchObject([{ service: 'neon', cause: 'failing' }])
})

test('Redis away is noted where a session is opened', async () => {
  expect(await meets('upstash', () => local.openSession())).toMatchObject([
    { service: 'redis', cause: 'failing' },
  ])
})

test('the embedding service away is noted where questions are grouped', async () => {
  await local.sql`insert into query_logs (query_id, question, answered)
    values (gen_random_uuid(), 'Where do the seagulls sleep?', false)`
  const grouped = () => admin('/v1/admin/unanswered')
  expect(await meets('openrouter', grouped)).toMatchObject([{ service: 'embedding' }])
})

test('what a caller has sent is nobody else’s trouble', async () => {
  const chosen = { session_id: crypto.randomUUID() }
  const open = () =>
    local.request('/v1/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(chosen),
    })
  expect((await open()).status).toBe(201)
  expect((await open()).status).toBe(409)
  expect((await admin(`/v1/webhooks/${crypto.randomUUID()}`)).status).toBe(404)
  await untilQuiet(local)
  expect(await counted()).toEqual([])
})

test('a redirect of Redis is not followed with its token', async () => {
  local.cloud.faults.upstash.set({
    kind: 'scripted',
    status: 307,
    type: 'text/plain',
    writes: [''],
  })
  await local.openSession()
  await untilQuiet(local)
  expect(await counted()).toMatchObject([{ service: 'redis', cause: 'redirected' }])
})
