import { afterAll, beforeAll, expect, test } from 'vitest'
import { planReport } from '../../dev/suite/plan-guard.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { startSuite } from '../../dev/suite/suite.ts'
import {
  adminHeaders,
  type LocalSuite,
  readEvents,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'
import { mountedRoutes } from '../support/mounted-routes.ts'
import { aReceiver } from '../webhooks/a-receiver.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({ plan: 'free', settings: { WEBHOOK_ALLOW_PRIVATE: 'true' } })
})
afterAll(() => local.close())

async function expectWithinPlan({ suite } = local) {
  const invocations = await suite.invocations()
  const over = invocations.filter(({ requests }) => requests > 50)
  expect(over, planReport('free', invocations)).toEqual([])
  return invocations
}

test('every route stays within 50 requests', async () => {
  const { session_id, token } = await local.openSession()
  for (const { method, path, access } of mountedRoutes) {
    const secret = access.secrets.includes('admin') ? adminHeaders.authorization : `Bearer ${token}`
    await local.request(path.replace(/:\w+/, session_id), {
      method,
      headers: { authorization: secret, 'content-type': 'application/json' },
      ...(method !== 'GET' && {
        body: JSON.stringify({ session_id, question: 'What is a lens?' }),
      }),
    })
  }
  const invocations = await expectWithinPlan()
  expect(invocations.length).toBeGreaterThanOrEqual(mountedRoutes.length)
})

test('what follows the last byte of an answer is counted too', async () => {
  for (const log of Object.values(local.cloud.requests)) log.reset()
  const before = (await local.suite.invocations()).length
  const session = await local.openSession()
  await readEvents(await local.ask({ question: 'How often is the bell rung in fog?' }, session))
  await untilQuiet(local)
  const own = (await local.suite.invocations()).slice(before)
  const sent = Object.values(local.cloud.requests).flatMap(({ entries }) => entries).length
  expect(own.reduce((sum, { requests }) => sum + requests, 0)).toBe(sent)
  await expectWithinPlan()
})

test('more deliveries than an invocation has requests for are made by several', async () => {
  const receiver = await aReceiver()
  const init = {
    method: 'POST',
    headers: adminHeaders,
    body: JSON.stringify({ url: receiver.url, events: ['session.created'] }),
  }
  expect((await local.request('/v1/webhooks', init)).status).toBe(201)
  await Promise.all(Array.from({ length: 70 }, () => local.openSession()))
  await until(
    async () => receiver.received.length,
    (received) => received >= 70,
  )
  await expectWithinPlan()
  await receiver.close()
})

test('more summaries than an invocation has requests for are written by several', async () => {
  await local.sql`
    with made as (
      insert into sessions (id, last_active_at, archived_at)
      select gen_random_uuid(), now() - interval '3 hours', now() from generate_series(1, 40)
      returning id),
    said as (
      insert into messages (session_id, role, content)
      select id, 'user', 'How tall is a lens?' from made)
    insert into session_summaries (session_id, summary) select id, 'Asked once.' from made`
  const unwritten = async () => {
    const [row] = await local.sql`
      select count(*)::int as count from session_summaries where model is null`
    return Number(row?.count)
  }
  await local.look('house')
  const left = await unwritten()
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThan(40)
  await local.look('house')
  await local.look('house')
  expect(await unwritten()).toBe(0)
  await expectWithinPlan()
})

test('a run after a change of model stays within 50 requests', async () => {
  const deployed = await startSuite({
    settings: { ...local.cloud.settings, ...developmentSecrets, EMBEDDING_DIMENSIONS: '768' },
    plan: 'free',
  })
  await fetch(`${deployed.url}/v1/ingestion-runs`, {
    method: 'POST',
    headers: adminHeaders,
    body: '{}',
  })
  const [run] = await until(
    () => local.sql`select status, error_message from ingestion_runs order by id desc limit 1`,
    ([last]) => last?.status !== 'running',
  )
  expect(run).toMatchObject({ status: 'completed', error_message: null })
  const [first] =
    await local.sql`select vector_dims(embedding) as dimensions from documents limit 1`
  expect(first?.dimensions).toBe(768)
  await expectWithinPlan({ ...local, suite: deployed })
  await deployed.close()
})
