import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { signSessionToken } from '../../lib/conversation/session-token.ts'
import { adminHeaders, type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

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

type Access = 'reader' | 'admin' | 'anyone'
const routes: { method: string; path: string; access: Access; takesBody?: boolean }[] = [
  { method: 'POST', path: '/v1/sessions', access: 'anyone', takesBody: true },
  { method: 'GET', path: `/v1/sessions/${someId}`, access: 'reader' },
  { method: 'GET', path: `/v1/sessions/${someId}/messages`, access: 'reader' },
  { method: 'POST', path: `/v1/sessions/${someId}/resolve`, access: 'reader', takesBody: true },
  { method: 'POST', path: `/v1/sessions/${someId}/escalate`, access: 'reader', takesBody: true },
  { method: 'DELETE', path: `/v1/sessions/${someId}`, access: 'reader' },
  { method: 'GET', path: '/v1/users/me', access: 'reader' },
  { method: 'PATCH', path: '/v1/users/me', access: 'reader', takesBody: true },
  { method: 'DELETE', path: '/v1/users/me', access: 'reader' },
  { method: 'POST', path: '/v1/users/me/identities', access: 'reader', takesBody: true },
  { method: 'POST', path: '/v1/feedback', access: 'reader', takesBody: true },
  { method: 'POST', path: '/v1/chat', access: 'reader', takesBody: true },
  { method: 'POST', path: '/v1/ingestion-runs', access: 'admin', takesBody: true },
  { method: 'GET', path: '/v1/ingestion-runs', access: 'admin' },
  { method: 'GET', path: `/v1/ingestion-runs/${someId}`, access: 'admin' },
  { method: 'GET', path: '/v1/admin/overview', access: 'admin' },
  { method: 'GET', path: '/v1/admin/unanswered', access: 'admin' },
]
const guarded = routes.filter(({ access }) => access !== 'anyone')
const bodied = routes.filter(({ takesBody }) => takesBody)

async function headersFor(access: Access): Promise<Record<string, string>> {
  if (access === 'admin') return adminHeaders
  if (access === 'anyone') return { 'content-type': 'application/json' }
  const token = await tokenFor(someId)
  return { 'content-type': 'application/json', authorization: `Bearer ${token}` }
}

const tokenFor = (id: string, hours = 1, secret: string = developmentSecrets.SESSION_SECRET) =>
  signSessionToken({ id }, Math.floor(Date.now() / 1000) + hours * 3600, secret)

test.each(guarded)('$method $path without a token is 401', async ({ method, path, takesBody }) => {
  const body = takesBody ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}
  const response = await local.request(path, { method, ...body })
  expect((await problemOf(response, 401)).type).toContain('unauthorized')
})

test.each(guarded)('$method $path with a wrong token is 401', async ({ method, path, access }) => {
  const { 'content-type': type = '' } = await headersFor(access)
  const authorization = 'Bearer eyJhbGciOiJub25lIn0.e30.'
  const body = method === 'POST' ? { body: '{}' } : {}
  const response = await local.request(path, {
    method,
    headers: { authorization, 'content-type': type },
    ...body,
  })
  await problemOf(response, 401)
})

test.each(routes)(
  '$method $path from an origin that is not allowed is 403',
  async ({ method, path, access }) => {
    const headers = { ...(await headersFor(access)), origin: 'https://elsewhere.example' }
    const body = method === 'POST' ? { body: '{}' } : {}
    const response = await local.request(path, { method, headers, ...body })
    expect((await problemOf(response, 403)).type).toContain('origin-not-allowed')
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  },
)

test.each(bodied)('$method $path with malformed JSON is 400', async ({ method, path, access }) => {
  const response = await local.request(path, {
    method,
    headers: await headersFor(access),
    body: '{"a":',
  })
  await problemOf(response, 400)
})

test.each(bodied)(
  '$method $path with bytes that are no UTF-8 is 400',
  async ({ method, path, access }) => {
    const body = new Uint8Array([0x22, 0xff, 0x22])
    await problemOf(
      await local.request(path, { method, headers: await headersFor(access), body }),
      400,
    )
  },
)

test.each(bodied)(
  '$method $path with another content type is 415',
  async ({ method, path, access }) => {
    const headers = { ...(await headersFor(access)), 'content-type': 'text/plain' }
    await problemOf(await local.request(path, { method, headers, body: '{}' }), 415)
  },
)

test.each(bodied)('$method $path over 64 KiB is 413', async ({ method, path, access }) => {
  const body = JSON.stringify({ question: 'x'.repeat(65_536) })
  await problemOf(
    await local.request(path, { method, headers: await headersFor(access), body }),
    413,
  )
})

test.each(bodied)(
  '$method $path with an unknown field is 422 that names it',
  async ({ method, path, access }) => {
    const body = JSON.stringify({ colour: 'red' })
    const response = await local.request(path, { method, headers: await headersFor(access), body })
    const { errors } = await problemOf(response, 422)
    expect(errors?.map(({ location }) => location)).toContain('body.colour')
  },
)

test.each(bodied)(
  '$method $path with a body that is no object is 422',
  async ({ method, path, access }) => {
    for (const body of ['[]', '"text"', 'null', '7']) {
      await problemOf(
        await local.request(path, { method, headers: await headersFor(access), body }),
        422,
      )
    }
  },
)

test('the suite serves a page with the widget, which may load nothing from elsewhere', async () => {
  const response = await local.request('/')
  expect(response.status).toBe(200)
  expect(await response.text()).toContain('<script defer src="/widget.js" data-endpoint="/"')
  expect(response.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; script-src 'self';/,
  )
})

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

test('an unknown route is 404', async () => {
  await problemOf(await local.request('/v1/nothing'), 404)
  await problemOf(await local.request('/no-such-page'), 404)
})

const ofReaders = routes.filter(({ access }) => access === 'reader')
/** Bodies that are right but for whose they are. */
const bodyOf: Record<string, unknown> = {
  '/v1/chat': { session_id: someId, question: 'Is this mine?' },
  [`/v1/sessions/${someId}/escalate`]: { reason: 'Is this mine?' },
}
const otherId = '9b0d6d1e-3c55-4a0c-8e0e-0f4f1f6f2a77'

test.each(ofReaders)(
  '$method $path with a token that is forged, expired or of another kind is 401',
  async ({ method, path }) => {
    const tokens = [
      await tokenFor(someId, 1, 'another-secret-of-thirty-two-characters'),
      await tokenFor(someId, -1),
      await tokenFor(someId, 1, developmentSecrets.IDENTITY_SECRET),
    ]
    for (const token of tokens) {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const body = method === 'POST' ? { body: JSON.stringify(bodyOf[path] ?? {}) } : {}
      await problemOf(await local.request(path, { method, headers, ...body }), 401)
    }
  },
)

// Feedback names an answer, and /me whoever holds the token: neither can name another session.
test.each(ofReaders.filter(({ path }) => !/feedback|\/me/.test(path)))(
  "$method $path with another session's token is 403",
  async ({ method, path }) => {
    const token = await tokenFor(otherId)
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const body = method === 'POST' ? { body: JSON.stringify(bodyOf[path] ?? {}) } : {}
    await problemOf(await local.request(path, { method, headers, ...body }), 403)
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

test('health tells of each upstream, and of one that is away', async () => {
  const healthy = await local.request('/health')
  expect(await healthy.json()).toMatchObject({
    status: 'ok',
    checks: { neon: { ok: true }, redis: { ok: true } },
  })
  local.cloud.faults.upstash.set({ kind: 'down' })
  const degraded = await local.request('/health')
  expect(degraded.status).toBe(200)
  expect(await degraded.json()).toMatchObject({
    status: 'degraded',
    checks: { redis: { ok: false } },
  })
  local.cloud.faults.neon.set({ kind: 'down' })
  local.cloud.faults.qdrant.set({ kind: 'down' })
  expect((await local.request('/health')).status).toBe(503)
  for (const name of ['upstash', 'neon', 'qdrant'] as const) local.cloud.faults[name].clear()
})

test('the OpenAPI document tells of every route', async () => {
  const document = z
    .object({
      openapi: z.literal('3.1.0'),
      paths: z.record(z.string(), z.record(z.string(), z.unknown())),
    })
    .parse(await (await local.request('/openapi.json')).json())
  for (const { method, path } of routes) {
    const template = path.replace(someId, '{id}')
    expect(Object.keys(document.paths[template] ?? {})).toContain(method.toLowerCase())
  }
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
