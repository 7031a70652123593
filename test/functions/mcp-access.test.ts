import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as z from 'zod'
import { type LocalSuite, startLocalSuite, untilQuiet } from '../support/local-suite.ts'

const token = 'a-token-for-agents'
const limit = 20
const guesses = 5

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: {
      MCP_TOKEN: token,
      ALLOWED_ORIGINS: 'https://book.example,https://other.example',
      RATE_LIMIT_SEARCHES_PER_MINUTE: `${limit}`,
      RATE_LIMIT_ADMIN_GUESSES_PER_MINUTE: `${guesses}`,
    },
  })
})
afterAll(() => local.close())
beforeEach(() => untilQuiet(local))

const Failure = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.null(),
  error: z.object({ code: z.number(), message: z.string(), data: z.object({ type: z.string() }) }),
})

const upstreamRequests = () =>
  Object.values(local.cloud.requests).reduce((sum, { entries }) => sum + entries.length, 0)

/** Each caller has an address of its own, so that no test spends another's limit. */
let callers = 0
function newAddress() {
  callers += 1
  return `198.51.100.${callers}`
}

const send = (headers: Record<string, string>, given: object = {}) =>
  local.request('/mcp', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2025-11-25',
      ...headers,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'list', arguments: given },
    }),
  })

const showing = (shown: string, address = newAddress()) => ({
  authorization: `Bearer ${shown}`,
  'cf-connecting-ip': address,
})

async function refusalOf(response: Response) {
  const { error } = Failure.parse(await response.json())
  return { status: response.status, code: error.code, type: error.data.type }
}

test('where there is a token, whoever shows none or another is refused and costs nothing', async () => {
  const before = upstreamRequests()
  const unauthorized = { status: 401, code: -32000, type: 'unauthorized' }
  for (const headers of [
    { 'cf-connecting-ip': newAddress() },
    showing('not-that-token'),
    showing(`${token}x`),
    { ...showing(''), authorization: `Basic ${btoa(token)}` },
  ]) {
    expect(await refusalOf(await send(headers))).toEqual(unauthorized)
  }
  expect(upstreamRequests()).toBe(before)
})

test('the token and a live session’s token are let in, that of an erased one is not', async () => {
  expect((await send(showing(token))).status).toBe(200)
  const session = await local.openSession()
  expect((await send(showing(session.token))).status).toBe(200)
  const elsewhere = { ...showing(session.token), origin: 'https://other.example' }
  const opened = await local.request('/v1/sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://book.example' },
    body: '{}',
  })
  const ofAnOrigin = z.object({ token: z.string() }).parse(await opened.json())
  expect((await send({ ...elsewhere, authorization: `Bearer ${ofAnOrigin.token}` })).status).toBe(
    401,
  )
  const erasing = await local.request(`/v1/sessions/${session.session_id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${session.token}` },
  })
  expect(erasing.status).toBe(204)
  expect(await refusalOf(await send(showing(session.token)))).toMatchObject({
    status: 401,
    type: 'unauthorized',
  })
})

test('a token is not guessed at for long', async () => {
  const address = newAddress()
  const refusals: Awaited<ReturnType<typeof refusalOf>>[] = []
  for (let sent = 0; sent < 4 * guesses; sent += 1)
    refusals.push(await refusalOf(await send(showing(`guess-${sent}`, address))))
  expect(refusals[0]).toMatchObject({ status: 401 })
  expect(refusals).toContainEqual({ status: 429, code: -32000, type: 'rate-limited' })
})

test('of 1,000 messages all above the limit are refused by the specification, and cost nothing', async () => {
  const address = newAddress()
  const before = upstreamRequests()
  const replies: { status: number; body: unknown; retryAfter: string | null }[] = []
  for (let sent = 0; sent < 1000; sent += 50) {
    const some = Array.from({ length: 50 }, async () => {
      const response = await send(showing(token, address))
      const retryAfter = response.headers.get('retry-after')
      return { status: response.status, body: await response.json(), retryAfter }
    })
    replies.push(...(await Promise.all(some)))
  }
  const served = replies.filter(({ status }) => status === 200)
  const refused = replies.filter(({ status }) => status !== 200)
  // A busy machine takes longer than a minute for them, and the limit is one of a minute.
  expect(refused.length).toBeGreaterThan(500)
  expect(served.length).toBeGreaterThanOrEqual(limit)
  for (const { status, body, retryAfter } of refused) {
    expect(status).toBe(429)
    const { error } = Failure.parse(body)
    expect(error).toMatchObject({ code: -32000, data: { type: 'rate-limited' } })
    expect(Number(retryAfter)).toBeGreaterThan(0)
  }
  await untilQuiet(local)
  // `list` is one request to Neon, and the settings in force may be read anew beside it.
  expect(upstreamRequests() - before).toBeLessThanOrEqual(2 * served.length)
})
