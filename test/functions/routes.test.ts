import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    isIngested: false,
    settings: { ALLOWED_ORIGINS: 'https://book.example' },
  })
})
afterAll(() => local.close())

const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  request_id: z.string(),
  errors: z.array(z.object({ location: z.string(), message: z.string() })).optional(),
  retry_after: z.number().optional(),
})

async function problemOf(response: Response, status: number) {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const problem = Problem.parse(await response.json())
  expect({ reply: response.status, body: problem.status }).toEqual({ reply: status, body: status })
  expect(response.headers.get('x-request-id')).toBe(problem.request_id)
  return problem
}

const someId = '3f0c2d9e-8a3f-4a7e-9d59-6a7f1a7f3c11'

test('the suite serves a page with the widget, which may load nothing from elsewhere', async () => {
  const response = await local.request('/')
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('<script defer src="/widget.js" data-endpoint="/"')
  expect(response.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self';/,
  )
})

test.each(['/', '/admin', '/admin.js'])(
  '%s comes over HTTPS alone, into no frame, and without a window or device of anybody else',
  async (path) => {
    const { headers } = await local.request(path)
    expect(headers.get('content-security-policy')).toMatch(/; frame-ancestors 'none'$/)
    expect(Object.fromEntries(headers)).toMatchObject({
      'strict-transport-security': 'max-age=31536000',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringMatching(/camera=\(\).*geolocation=\(\).*microphone=\(\)/),
      'referrer-policy': 'strict-origin-when-cross-origin',
      'x-content-type-options': 'nosniff',
      ...(path.startsWith('/admin') && {
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-cache',
      }),
    })
  },
)

test.each(['/widget.js', '/widget.mjs'])(
  'any page may load %s, and keeps it for minutes',
  async (path) => {
    const { status, headers } = await local.request(path, {
      headers: { origin: 'https://any.example' },
    })
    expect(status).toBe(200)
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
  },
)

test('an allowed origin may call, and its preflight is answered', async () => {
  const headers = { origin: 'https://book.example', 'access-control-request-method': 'POST' }
  const preflight = await local.request('/v1/chat', { method: 'OPTIONS', headers })
  expect(preflight.status).toBe(204)
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://book.example')
  const opened = await local.request('/v1/sessions', {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: '{}',
  })
  expect(opened.status).toBe(201)
  expect(opened.headers.get('access-control-allow-origin')).toBe('https://book.example')
  expect(opened.headers.get('access-control-expose-headers')).toContain('x-request-id')
})

test('a token is of no use to another origin', async () => {
  const init = {
    method: 'POST',
    headers: { origin: 'https://book.example', 'content-type': 'application/json' },
    body: '{}',
  }
  const session = z
    .object({ session_id: z.string(), token: z.string() })
    .parse(await (await local.request('/v1/sessions', init)).json())
  const headers = { authorization: `Bearer ${session.token}`, origin: local.suite.url }
  await problemOf(await local.request(`/v1/sessions/${session.session_id}`, { headers }), 403)
})

const question = 'What is a lamp?'
const wrongQuestions: [string, Record<string, unknown>, string][] = [
  ['an empty question', { question: '' }, 'body.question'],
  ['a question of white space', { question: ' \n\t ' }, 'body.question'],
  ['a question of 2,001 characters', { question: 'x'.repeat(2001) }, 'body.question'],
  ['a question that is a number', { question: 7 }, 'body.question'],
  ['no question', {}, 'body.question'],
  [
    'a selection of 5,001 characters',
    { question, selected_text: 'x'.repeat(5001) },
    'body.selected_text',
  ],
  [
    'a session id that is a v1 UUID',
    { question, session_id: 'c232ab00-9414-11ec-b3c8-9f6bdeced846' },
    'body.session_id',
  ],
  ['a lone surrogate', { question: 'half \ud83d of it' }, 'body.question'],
  ['a NUL byte', { question: 'a\0b' }, 'body.question'],
  ['a NUL byte in a selection', { question, selected_text: 'a\0b' }, 'body.selected_text'],
  ['an unknown filter', { question, filter: { author: 'x' } }, 'body.filter.author'],
  [
    'a filter of the wrong type',
    { question, filter: { part_number: 'one' } },
    'body.filter.part_number',
  ],
  ['a page without a path', { question, page: {} }, 'body.page.path'],
]

test.each(wrongQuestions)('%s is 422 that names the field', async (_, body, location) => {
  const response = await local.ask(body)
  const { errors } = await problemOf(response, 422)
  expect(errors?.map((error) => error.location)).toContain(location)
})

test('a question of 2,000 emoji is within the limit', async () => {
  expect((await local.ask({ question: '🗼'.repeat(2000) })).status).toBe(200)
})

test('a session of an id that exists is 409, and an unknown one 404', async () => {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ session_id: someId }),
  }
  const first = await local.request('/v1/sessions', init)
  expect(first.status).toBe(201)
  expect(first.headers.get('location')).toBe(`/v1/sessions/${someId}`)
  await problemOf(await local.request('/v1/sessions', init), 409)
  const { token } = z.object({ token: z.string() }).parse(await first.json())
  await local.sql`delete from sessions where id = ${someId}`
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  await problemOf(await local.request(`/v1/sessions/${someId}`, { headers }), 404)
  const body = JSON.stringify({ session_id: someId, question })
  await problemOf(await local.request('/v1/chat', { method: 'POST', headers, body }), 404)
})

test('a session says how it stands', async () => {
  const { session_id, token } = await local.openSession()
  const response = await local.request(`/v1/sessions/${session_id}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect(await response.json()).toMatchObject({ session_id, status: 'active', questions: 0 })
})

test('nothing is half-written by a request that was refused', async () => {
  const [before] = await local.sql`select count(*)::int as n from query_logs`
  await local.ask({ question: 'x'.repeat(2001) })
  const [after] = await local.sql`select count(*)::int as n from query_logs`
  expect(after).toEqual(before)
})

test('health tells of each upstream, asks embedding and model, and keeps a finding for ten seconds', async () => {
  const healthy = await local.request('/health')
  expect(await healthy.json()).toMatchObject({
    status: 'ok',
    checks: Object.fromEntries(
      ['neon', 'qdrant', 'redis', 'embedding', 'model'].map((name) => [name, { ok: true }]),
    ),
  })
  local.cloud.faults.upstash.set({ kind: 'down' })
  expect(await (await local.request('/health')).json()).toMatchObject({ status: 'ok' })
  local.cloud.faults.upstash.clear()
})

test.each(['down', 'garbage'] as const)(
  'a database that is %s is 503 that says when to come back',
  async (kind) => {
    const { session_id, token } = await local.openSession()
    local.cloud.faults.neon.set({ kind })
    const headers = { authorization: `Bearer ${token}` }
    const response = await local.request(`/v1/sessions/${session_id}`, { headers })
    local.cloud.faults.neon.clear()
    await problemOf(response, 503)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  },
)

test('an internal error tells the caller nothing of its cause', async () => {
  const { session_id, token } = await local.openSession()
  await local.sql`alter table query_logs rename to query_logs_away`
  const response = await local.request(`/v1/sessions/${session_id}`, {
    headers: { authorization: `Bearer ${token}` },
  })
  await local.sql`alter table query_logs_away rename to query_logs`
  const problem = await problemOf(response, 500)
  expect(problem.detail).toBe('The failure has been logged under this request id.')
})
