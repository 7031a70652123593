import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: {
      RATE_LIMIT_SESSION_PER_MINUTE: '3',
      RATE_LIMIT_NEW_SESSIONS_PER_HOUR: '5',
      RATE_LIMIT_IP_PER_MINUTE: '10000',
    },
  })
})
afterAll(() => local.close())

const question = 'What does the lens bend?'

test('a session over its limit is 429 that says when to come back, and the model is not asked', async () => {
  const session = await local.openSession()
  for (let asked = 0; asked < 3; asked += 1) await (await local.ask({ question }, session)).text()
  const chats = () =>
    local.cloud.requests.openrouter.entries.filter(({ path }) => path.includes('chat')).length
  const before = chats()
  const refused = await local.ask({ question: 'What is trimmed?' }, session)
  expect(refused.status).toBe(429)
  const seconds = Number(refused.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(seconds).toBeLessThanOrEqual(60)
  expect(await refused.json()).toMatchObject({ retry_after: seconds })
  expect(chats()).toBe(before)
})

test('another session is not limited by the first', async () => {
  const response = await local.ask({ question })
  expect(response.status).toBe(200)
  await response.text()
})

test('the limit holds in this isolate while Redis is away', async () => {
  const session = await local.openSession()
  local.cloud.faults.upstash.set({ kind: 'down' })
  const statuses: number[] = []
  for (let asked = 0; asked < 4; asked += 1) {
    const response = await local.ask({ question }, session)
    await response.text()
    statuses.push(response.status)
  }
  local.cloud.faults.upstash.clear()
  expect(statuses).toEqual([200, 200, 200, 429])
})

test('an address may open only so many sessions an hour', async () => {
  const open = () =>
    local.request('/v1/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
  let last = await open()
  for (let opened = 0; opened < 6 && last.status === 201; opened += 1) last = await open()
  expect(last.status).toBe(429)
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
})
