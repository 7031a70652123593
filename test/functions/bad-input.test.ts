import { sign } from 'hono/jwt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { OpenedSession } from '../../lib/conversation/sessions.ts'
import { adminHeaders, type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite()
})
afterAll(() => local.close())

const json = { 'content-type': 'application/json' }
const Problem = z.looseObject({ status: z.number(), detail: z.string() })
const Counts = z.array(z.record(z.string(), z.coerce.number()))

/** How many rows each table has that a request can write. */
async function rowsWritten() {
  const [counts] = Counts.parse(
    await local.sql`select (select count(*) from sessions) as sessions,
      (select count(*) from user_profiles) as users, (select count(*) from webhooks) as webhooks,
      (select count(*) from query_logs) as logs, (select count(*) from messages) as messages,
      (select count(*) from escalations) as escalations,
      (select count(*) from webhook_deliveries) as deliveries`,
  )
  return counts
}

const post = (path: string, body: string, headers: Record<string, string> = json) =>
  local.request(path, { method: 'POST', headers, body })

const identityToken = (claims: object) =>
  sign(
    { provider: 'telegram', exp: Math.floor(Date.now() / 1000) + 300, ...claims },
    developmentSecrets.IDENTITY_SECRET,
    'HS256',
  )

test('a number that no column holds is 422, and full text stays open to every reader', async () => {
  for (const part_number of [2 ** 31, Number.MAX_SAFE_INTEGER, 1e300, -1, 0.5]) {
    for (let times = 0; times < 3; times += 1) {
      const refused = await local.ask({ question: 'What is a lens?', filter: { part_number } })
      expect(refused.status).toBe(422)
      expect(await refused.text()).toContain('body.filter.part_number')
    }
  }
  const held = await local.ask(
    { question: 'What bends the light?', filter: { part_number: 2 ** 31 - 1 } },
    undefined,
    'application/json',
  )
  expect(AnswerDocument.parse(await held.json()).degraded).toEqual([])
})

test('a cursor that no list gave is 422', async () => {
  const session = await local.openSession()
  const reader = { authorization: `Bearer ${session.token}` }
  const uuid = crypto.randomUUID()
  const cursors = [
    '\0',
    btoa('["0000-01-01T00:00:00.000Z","1"]'),
    btoa(`["0000-01-01T00:00:00.000Z","${uuid}"]`),
    btoa('["1764000000000000","1234567890123456789"]'),
    btoa('["17640000000000000000","1"]'),
    btoa('["1764000000000000","-1"]'),
    btoa('["1764000000000000","1\\u0000"]'),
    btoa('["1764000000000000"]'),
    'x'.repeat(201),
    '[]',
  ]
  const lists = [
    { path: '/v1/ingestion-runs', headers: adminHeaders },
    { path: '/v1/webhooks', headers: adminHeaders },
    { path: `/v1/webhooks/${uuid}/deliveries`, headers: adminHeaders },
    { path: `/v1/sessions/${session.session_id}/messages`, headers: reader },
  ]
  for (const { path, headers } of lists) {
    for (const cursor of cursors) {
      const response = await local.request(`${path}?cursor=${encodeURIComponent(cursor)}`, {
        headers,
      })
      expect([path, cursor, response.status]).toEqual([path, cursor, 422])
    }
  }
})

test('a cursor of the last moment and the highest id that it can name is an empty page', async () => {
  const cursor = encodeURIComponent(btoa('["0","000000000000000000"]'))
  const page = await local.request(`/v1/ingestion-runs?cursor=${cursor}`, { headers: adminHeaders })
  expect(await page.json()).toEqual({ data: [] })
})

test('NUL, deep and long metadata, and texts that no column takes are 4xx and write nothing', async () => {
  const session = await local.openSession()
  const reader = { ...json, authorization: `Bearer ${session.token}` }
  const before = await rowsWritten()
  const deep = `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`
  const webhook = { url: 'https://example.com/', events: ['session.created'] }
  const own = `/v1/sessions/${session.session_id}`
  const requests: [string, string, number, Record<string, string>?][] = [
    ['/v1/sessions', '{"session_id":"\\u0000"}', 422],
    ['/v1/sessions', `{"metadata":${deep}}`, 422],
    ['/v1/sessions', JSON.stringify({ metadata: { a: 'x'.repeat(5000) } }), 422],
    ['/v1/sessions', JSON.stringify({ metadata: { a: 'x'.repeat(64 * 1024) } }), 413],
    ['/v1/sessions', '{"metadata":{"a\\u0000":"b"}}', 422],
    ['/v1/sessions', '{"metadata":{"a":["\\u0000"]}}', 422],
    ['/v1/sessions', '{"metadata":{"a":"\\ud800"}}', 422],
    [
      '/v1/sessions',
      JSON.stringify({ identity_token: await identityToken({ external_id: 'a\0b' }) }),
      401,
    ],
    ['/v1/webhooks', JSON.stringify({ ...webhook, description: 'a\0b' }), 422, adminHeaders],
    [
      '/v1/webhooks',
      JSON.stringify({ ...webhook, url: 'https://example.com/\0' }),
      422,
      adminHeaders,
    ],
    [
      '/v1/webhooks',
      '{"url":"https://example.com/\\ud800","events":["session.created"]}',
      422,
      adminHeaders,
    ],
    [`${own}/escalate`, '{"reason":"a\\u0000b"}', 422, reader],
    ['/v1/chat', JSON.stringify({ ...session, question: 'a\0b' }), 422, reader],
    [
      '/v1/feedback',
      JSON.stringify({ query_id: crypto.randomUUID(), rating: 'up', comment: '\0' }),
      422,
      reader,
    ],
    ['/v1/webhook-deliveries/%00/retry', '{}', 422, adminHeaders],
  ]
  for (const [path, body, status, headers] of requests) {
    const response = await post(path, body, headers)
    const text = await response.text()
    expect([path, body.slice(0, 80), response.status]).toEqual([path, body.slice(0, 80), status])
    // It was refused at the door, not by Postgres.
    expect(text).not.toContain('out of the range')
  }
  for (const path of ['/v1/webhooks/%00', '/v1/webhooks/%ff', '/v1/ingestion-runs/%00']) {
    const response = await local.request(path, { headers: adminHeaders })
    expect([404, 422]).toContain(response.status)
  }
  expect(await rowsWritten()).toEqual(before)
})

test("useChat's eighteenth turn is answered: of a conversation of 700 KB the last message is read", async () => {
  const { token } = await local.openSession()
  const turns = Array.from({ length: 18 }, (_, turn) => [
    { id: `q${turn}`, role: 'user', parts: [{ type: 'text', text: 'What bends the light?' }] },
    { id: `a${turn}`, role: 'assistant', parts: [{ type: 'text', text: 'x'.repeat(40_000) }] },
  ])
  const response = await post(
    '/v1/chat?protocol=ai-sdk',
    JSON.stringify({ id: 'c', messages: turns.flat().slice(0, -1), trigger: 'submit-message' }),
    { ...json, authorization: `Bearer ${token}` },
  )
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('text-delta')
})

test('with Redis away the memory and the answer cache say what happened, and what to do', async () => {
  const opened = await post(
    '/v1/sessions',
    JSON.stringify({ identity_token: await identityToken({ external_id: 'redis-away' }) }),
  )
  const { token } = OpenedSession.parse(await opened.json())
  const headers = { ...json, authorization: `Bearer ${token}` }
  const change = () =>
    local.request('/v1/users/me', {
      method: 'PATCH',
      headers,
      body: JSON.stringify({ memory: [{ text: 'I keep a lamp' }] }),
    })
  const forget = (path = '') =>
    local.request(`/v1/answer-cache${path}`, { method: 'DELETE', headers: adminHeaders })
  local.cloud.faults.upstash.set({ kind: 'down' })
  const away = [await change(), await forget(), await forget(`/${'a'.repeat(64)}`)]
  local.cloud.faults.upstash.clear()
  const problems = await Promise.all(away.map(async (reply) => Problem.parse(await reply.json())))
  expect(problems).toMatchObject([
    { status: 503, detail: expect.stringMatching(/^This is saved, .* once more/) },
    { status: 503, detail: expect.stringMatching(/^Nothing is forgotten yet, .* again/) },
    { status: 503, detail: expect.stringMatching(/^Nothing is forgotten yet, .* again/) },
  ])
  const me = await local.request('/v1/users/me', { headers })
  expect(await me.text()).toContain('I keep a lamp')
  expect((await change()).status).toBe(200)
  expect((await forget()).status).toBe(204)
})
