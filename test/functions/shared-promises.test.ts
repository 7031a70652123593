import { request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { signSessionToken } from '../../lib/conversation/session-token.ts'
import { adminHeaders, type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { mountedRoutes } from '../support/mounted-routes.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    isIngested: false,
    settings: {
      ALLOWED_ORIGINS: 'https://book.example',
      GITHUB_WEBHOOK_SECRET: 'a-secret-that-github-holds',
      CHATWOOT_API_TOKEN: 'an-agents-token',
      CHATWOOT_WEBHOOK_SECRET: 'a-secret-that-chatwoot-holds',
      CHATWOOT_ACCOUNT_ID: '1',
      CHATWOOT_INBOX_ID: '1',
    },
  })
})
afterAll(() => local.close())

const someId = '3f0c2d9e-8a3f-4a7e-9d59-6a7f1a7f3c11'
const otherId = '9b0d6d1e-3c55-4a0c-8e0e-0f4f1f6f2a77'
const someHash = 'a'.repeat(64)

/** Every route that the suite mounts, from the very list that mounts it, as a caller asks for it. */
const routes = mountedRoutes.map(({ method, path, access, body, problemFormat }) => ({
  method,
  path: path.replaceAll(/\{(\w+)\*?\}/g, (_, name) => (name === 'query_hash' ? someHash : someId)),
  access: access.secrets.includes('reader') ? 'reader' : (access.secrets[0] ?? 'anyone'),
  hasBody: body !== undefined,
  maxBytes: typeof body?.maxBytes === 'number' ? body.maxBytes : 65_536,
  hasOwnFormat: problemFormat !== undefined,
  // JSON-RPC has 400 for what is no message of it.
  invalid: problemFormat?.statusOf ? 400 : 422,
}))
type Asked = (typeof routes)[number]

const guarded = routes.filter(({ access }) => access !== 'anyone')
const ofReaders = routes.filter(({ access }) => access === 'reader')
// What a helpdesk signs and sends is told by a test of its own.
const bodied = routes.filter(({ hasBody, access }) => hasBody && access !== 'chatwoot')
const ofTheApi = routes.filter(({ path }) => path.startsWith('/v1/'))

const Problem = z.object({
  type: z.string(),
  status: z.number(),
  request_id: z.string(),
  errors: z.array(z.object({ location: z.string(), message: z.string() })).optional(),
})
const OpenAiError = z.object({ error: z.object({ message: z.string(), code: z.string() }) })
const AlgoliaError = z.object({ message: z.string(), status: z.number(), type: z.string() })
const RpcError = z.object({
  error: z.object({ message: z.string(), data: z.object({ type: z.string() }) }),
})
const OwnFormat = z.union([OpenAiError, AlgoliaError, RpcError])

/** The problem's public name and its faults, in whichever protocol the route speaks. */
async function problemOf(response: Response, { hasOwnFormat }: Pick<Asked, 'hasOwnFormat'>) {
  const id = response.headers.get('x-request-id')
  if (hasOwnFormat) {
    const told = OwnFormat.parse(await response.json())
    if (!('error' in told))
      return { status: response.status, type: told.type, faults: told.message }
    const { message: faults } = told.error
    const type = 'data' in told.error ? told.error.data.type : told.error.code
    return { status: response.status, type, faults }
  }
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  const { type, status, request_id, errors = [] } = Problem.parse(await response.json())
  expect(status).toBe(response.status)
  expect(request_id).toBe(id)
  return { status, type: type.split(':').at(-1), faults: JSON.stringify(errors) }
}

const json = { 'content-type': 'application/json' }
const bearer = (token: string) => ({ ...json, authorization: `Bearer ${token}` })

const tokenFor = (id: string, hours = 1, secret: string = developmentSecrets.SESSION_SECRET) =>
  signSessionToken({ id }, Math.floor(Date.now() / 1000) + hours * 3600, secret)

async function headersFor({ access }: Asked): Promise<Record<string, string>> {
  if (access === 'admin') return adminHeaders
  return access === 'reader' ? bearer(await tokenFor(someId)) : json
}

async function send(route: Asked, init: RequestInit = {}) {
  const headers = { ...(await headersFor(route)), ...(init.headers as Record<string, string>) }
  const body = route.hasBody ? { body: '{}' } : {}
  return await local.request(route.path, { method: route.method, ...body, ...init, headers })
}

test('every route that is mounted is in this table', async () => {
  const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
  const { paths } = Document.parse(await (await local.request('/openapi.json')).json())
  const { '/v1/telegram': telegram, '/v1/slack': slack, '/v1/discord': discord, ...mounted } = paths
  for (const channel of [telegram, slack, discord])
    expect(Object.keys(channel ?? {})).toEqual(['post'])
  const documented = Object.entries(mounted).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(documented.toSorted()).toEqual(
    mountedRoutes.map(({ method, path }) => `${method} ${path.replace('*}', '}')}`).toSorted(),
  )
  expect(routes.length).toBe(documented.length)
})

test.each(guarded)('$method $path without a token is 401', async (route) => {
  const response = await send(route, { headers: { authorization: '' } })
  expect(response.headers.get('www-authenticate')).toBe('Bearer')
  expect(await problemOf(response, route)).toMatchObject({ status: 401, type: 'unauthorized' })
})

test.each(ofReaders)(
  '$method $path with a token that is forged, expired or of another kind is 401',
  async (route) => {
    const tokens = [
      'eyJhbGciOiJub25lIn0.e30.',
      await tokenFor(someId, 1, 'another-secret-of-thirty-two-characters'),
      await tokenFor(someId, -1),
      await tokenFor(someId, 1, developmentSecrets.IDENTITY_SECRET),
    ]
    for (const token of tokens) {
      const response = await send(route, { headers: bearer(token) })
      expect(await problemOf(response, route)).toMatchObject({ status: 401 })
    }
  },
)

/** Bodies that are right but for whose they are. */
const bodyOf: Record<string, object> = {
  '/v1/chat': { session_id: someId, question: 'Is this mine?' },
  '/v1/chat/completions': {
    session_id: someId,
    messages: [{ role: 'user', content: 'Is this mine?' }],
  },
  [`/v1/sessions/${someId}/escalate`]: { reason: 'Is this mine?' },
}

// Feedback, shares and replays name an answer, /me and the models whoever holds the token: none can name a session.
test.each(
  ofReaders.filter(({ path }) => !/feedback|\/shared-answers|\/events|\/me|\/models/.test(path)),
)("$method $path with another session's token is 403", async (route) => {
  const body = route.hasBody ? { body: JSON.stringify(bodyOf[route.path] ?? {}) } : {}
  const response = await send(route, { headers: bearer(await tokenFor(otherId)), ...body })
  expect(await problemOf(response, route)).toMatchObject({ status: 403, type: 'forbidden' })
})

test.each(ofTheApi)('$method $path from an origin that is not allowed is 403', async (route) => {
  const response = await send(route, { headers: { origin: 'https://elsewhere.example' } })
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
  expect(await problemOf(response, route)).toMatchObject({
    status: 403,
    type: 'origin-not-allowed',
  })
})

test.each([...new Set(routes.map(({ path }) => path))])(
  '%s with another method is 405 that names those it takes',
  async (path) => {
    const methods: string[] = routes.filter((route) => route.path === path).map((r) => r.method)
    const allow = methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))
    const hasOwnFormat = routes.some((route) => route.path === path && route.hasOwnFormat)
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) {
      if (methods.includes(method)) continue
      const response = await local.request(path, { method })
      expect(response.headers.get('allow')).toBe(allow.join(', '))
      expect(await problemOf(response, { hasOwnFormat })).toMatchObject({
        status: 405,
        type: 'method-not-allowed',
      })
    }
  },
)

test.each(bodied)('$method $path with malformed JSON or no UTF-8 is 400', async (route) => {
  for (const body of ['{"a":', new Uint8Array([0x22, 0xff, 0x22])]) {
    const response = await send(route, { body })
    expect(await problemOf(response, route)).toMatchObject({ status: 400, type: 'malformed-json' })
  }
})

test.each(bodied)('$method $path with another content type is 415', async (route) => {
  const response = await send(route, { headers: { 'content-type': 'image/png' } })
  expect(await problemOf(response, route)).toMatchObject({
    status: 415,
    type: 'unsupported-media-type',
  })
})

test.each(bodied)('$method $path over $maxBytes bytes is 413', async (route) => {
  const body = JSON.stringify({ question: 'x'.repeat(route.maxBytes) })
  const announced = await announce(route, body.length)
  expect(await problemOf(announced, route)).toMatchObject({ status: 413, type: 'body-too-large' })
  const stream = new Blob([body]).stream()
  const chunked = await send(route, { body: stream, duplex: 'half' } as RequestInit)
  expect(await problemOf(chunked, route)).toMatchObject({ status: 413 })
})

/** Sends the head of a request alone: a body that is announced as too large is not waited for. */
async function announce(route: Asked, bytes: number): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const headers = { ...(await headersFor(route)), 'content-length': bytes }
  const sent = httpRequest(`${local.suite.url}${route.path}`, { method: route.method, headers })
  sent.on('response', resolve).on('error', reject).flushHeaders()
  const reply = await promise
  const read = await text(reply)
  sent.destroy()
  const kept = Object.entries(reply.headers).map(([name, is]) => [name, String(is)])
  return new Response(read, { status: reply.statusCode ?? 0, headers: Object.fromEntries(kept) })
}

test.each(bodied)('$method $path with an unknown field is 422 that names it', async (route) => {
  const response = await send(route, { body: '{"colour":"red"}' })
  const { status, faults } = await problemOf(response, route)
  expect(status).toBe(route.invalid)
  if (!route.hasOwnFormat) expect(faults).toContain('body.colour')
})

test.each(bodied)(
  '$method $path with a body that is no object, or 3,000 levels deep, is 422',
  async (route) => {
    const deep = `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`
    for (const body of ['[]', '"text"', 'null', '7', deep]) {
      expect(await problemOf(await send(route, { body }), route)).toMatchObject({
        status: route.invalid,
      })
    }
  },
)

test.each(routes)(
  '$method $path replies under an id of ours, whatever its caller sends',
  async (route) => {
    const ids = await Promise.all(
      [{}, { 'idempotency-key': crypto.randomUUID() }].map(async (more) => {
        const headers = { 'x-request-id': 'the-callers-own', ...more }
        const response = await send(route, { headers })
        await response.body?.cancel()
        return response.headers.get('x-request-id')
      }),
    )
    expect(ids).toEqual([expect.stringMatching(uuid), expect.stringMatching(uuid)])
    expect(new Set(ids).size).toBe(2)
  },
)

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

test.each(routes.filter(({ method }) => method === 'GET'))(
  'GET $path with a body, chunked or not, is answered as without one',
  async (route) => {
    const headers = await headersFor(route)
    const plain = await ask(route.path, headers)
    for (const more of [{ 'transfer-encoding': 'chunked' }, { 'content-length': '9' }]) {
      const withBody = await ask(route.path, { ...headers, ...more }, '{"a":"b"}')
      expect(withBody.status).toBe(plain.status)
      expect(withBody.status).toBeLessThan(500)
    }
  },
)

/** `fetch` sends no body with GET. */
async function ask(path: string, headers: Record<string, string>, body?: string) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = httpRequest(`${local.suite.url}${path}`, { method: 'GET', headers }, resolve)
    sent.on('error', reject)
    sent.end(body)
  })
  await text(response)
  return { status: response.statusCode ?? 0 }
}

test('a caller who is gone before the body is complete leaves no failure in the log', async () => {
  const { hostname, port } = new URL(local.suite.url)
  for (const route of bodied) {
    const headers = Object.entries(await headersFor(route)).map(
      ([name, is]) => `${name}: ${is}\r\n`,
    )
    const head = `${route.method} ${route.path} HTTP/1.1\r\nhost: ${hostname}\r\n${headers.join('')}`
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`${head}content-length: 500\r\n\r\n{"question":"Wha`)
        setTimeout(() => socket.destroy(), 50)
      })
      socket.on('close', () => resolve())
      socket.on('error', () => resolve())
    })
  }
  await local.request('/health')
  expect(local.suite.logs.filter(({ level }) => level === 'error')).toEqual([])
})

test('an unknown path is a 404 problem', async () => {
  for (const path of ['/v1/nothing', '/no-such-page', '/v1/sessions/']) {
    const response = await local.request(path)
    expect(await problemOf(response, { hasOwnFormat: false })).toMatchObject({ status: 404 })
  }
})
