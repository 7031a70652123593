import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import {
  type LocalSuite,
  readEvents,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: {
      RATE_LIMIT_SESSION_PER_MINUTE: '12',
      RATE_LIMIT_IP_PER_MINUTE: '10000',
      RATE_LIMIT_IP_PER_DAY: '40',
      RATE_LIMIT_SEARCHES_PER_MINUTE: '3',
      RATE_LIMIT_NEW_SESSIONS_PER_HOUR: '30',
      RATE_LIMIT_ADMIN_GUESSES_PER_MINUTE: '3',
    },
  })
})
afterAll(() => local.close())
beforeEach(() => untilQuiet(local))

const question = 'What does the lens bend?'

const requests = () =>
  Object.fromEntries(
    Object.entries(local.cloud.requests).map(([name, { entries }]) => [name, entries.length]),
  )
const total = () => Object.values(requests()).reduce((sum, count) => sum + count, 0)
const reset = () => {
  for (const log of Object.values(local.cloud.requests)) log.reset()
}

test('a popular answer costs Redis alone before it begins, and no other service is asked at all', async () => {
  for (let asked = 0; asked < 2; asked += 1) {
    await (await local.ask({ question })).text()
    await untilQuiet(local)
  }
  const sessions = await Promise.all(Array.from({ length: 10 }, () => local.openSession()))
  await untilQuiet(local)
  reset()
  const cached: unknown[] = []
  for (const session of sessions) {
    const events = await readEvents(await local.ask({ question }, session))
    cached.push(events.at(-1)?.data)
  }
  expect(cached).toEqual(Array(10).fill(expect.objectContaining({ cached: 'exact' })))
  await untilQuiet(local)
  // Redis: one trip before the answer; after it the conversation, with the events that can be read again.
  expect(requests()).toMatchObject({ openrouter: 0, qdrant: 0, upstash: 20 })
  // Neon: the log with its event, in one transaction after the last byte.
  expect(requests().neon).toBe(10)
})

test('1,000 refused questions have 1,000 replies and cost at most 40 requests', async () => {
  // A limit of a day: on a busy machine a minute's would end before the last of them.
  const ask = (session: { session_id: string; token: string }, asked: string) =>
    local.request('/v1/chat', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${session.token}`,
        'cf-connecting-ip': '198.51.100.7',
      },
      body: JSON.stringify({ session_id: session.session_id, question: asked }),
    })
  for (let opened = 0; opened < 4; opened += 1) {
    const session = await local.openSession()
    for (let asked = 0; asked < 10; asked += 1) await (await ask(session, question)).text()
  }
  const session = await local.openSession()
  await untilQuiet(local)
  reset()
  const statuses = new Map<number, number>()
  for (let sent = 0; sent < 1000; sent += 50) {
    const replies = Array.from({ length: 50 }, (_, at) =>
      ask(session, `What is the number ${sent + at}?`),
    )
    for (const reply of await Promise.all(replies)) {
      statuses.set(reply.status, (statuses.get(reply.status) ?? 0) + 1)
      const problem = (await reply.json()) as { detail: string; retry_after: number }
      expect(problem.detail).toMatch(
        /^An address may ask 40 questions a day\. Try again in \d+ s\.$/,
      )
      expect(problem.retry_after).toBeLessThanOrEqual(86_400)
    }
  }
  expect([...statuses]).toEqual([[429, 1000]])
  expect(total()).toBeLessThanOrEqual(40)
})

test('searches past their limit cost no request, nor do calls of an agent', async () => {
  const search = (words: string) => local.request(`/v1/search?q=${words}`)
  for (const words of ['lens', 'lamp', 'fog']) expect((await search(words)).status).toBe(200)
  // A search is logged once its reader has had the time to type on.
  await until(
    () => local.sql`select search_id from searches`,
    (rows) => rows.length === 3,
  )
  await untilQuiet(local)
  const before = total()
  const denied = await Promise.all(Array.from({ length: 50 }, (_, at) => search(`word${at}`)))
  expect(new Set(denied.map(({ status }) => status))).toEqual(new Set([429]))
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call' }
  const agent = await local.request('/mcp', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ ...call, params: { name: 'search', arguments: { query: 'lens' } } }),
  })
  expect(agent.status).toBe(429)
  await untilQuiet(local)
  expect(total()).toBe(before)
})

test('sessions are limited while Redis is away', async () => {
  local.cloud.faults.upstash.set({ kind: 'down' })
  const open = () =>
    local.request('/v1/sessions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
  const statuses: number[] = []
  for (let opened = 0; opened < 31; opened += 1) statuses.push((await open()).status)
  local.cloud.faults.upstash.clear()
  expect(statuses.at(-1)).toBe(429)
  expect(await (await open()).json()).toMatchObject({
    detail: expect.stringMatching(
      /^An address may open 30 sessions an hour\. Try again in \d+ s\.$/,
    ),
  })
})

test('an admin token can be guessed three times a minute, and then not even the right one is heard', async () => {
  const ask = (token: string) =>
    local.request('/v1/admin/overview', { headers: { authorization: `Bearer ${token}` } })
  expect((await ask(developmentSecrets.ADMIN_TOKEN)).status).toBe(200)
  for (const guess of ['one-guess', 'two-guess', 'three-guess']) {
    expect((await ask(guess)).status).toBe(401)
  }
  const refused = await ask(developmentSecrets.ADMIN_TOKEN)
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('health is looked at once in ten seconds, however often it is asked', async () => {
  await local.request('/health')
  const before = total()
  for (let asked = 0; asked < 20; asked += 1) {
    expect((await local.request('/health')).status).toBe(200)
  }
  expect(total()).toBe(before)
})
