import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type Service, startService } from '../../dev/cloud/stand-in/service.ts'
import {
  createTurnstileApp,
  type TurnstileApp,
  turnstileRefusal,
} from '../../dev/cloud/turnstile/turnstile.ts'
import { createClient } from '../../packages/client/src/client.ts'
import { anIdentityToken } from '../support/an-identity-token.ts'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'
import { solve } from '../support/solve-challenge.ts'

const Asked = z.object({
  type: z.literal('urn:problem-type:marginalia:challenge-required'),
  status: z.literal(403),
  detail: z.string(),
  challenge: z.looseObject({ kind: z.string() }),
})
const Work = z.object({
  kind: z.literal('proof-of-work'),
  token: z.string(),
  algorithm: z.literal('SHA-256'),
  puzzles: z.literal(16),
  bits: z.literal(8),
  expires_at: z.iso.datetime(),
})

let local: LocalSuite
let turnstile: TurnstileApp
let service: Service
let withTurnstile: LocalSuite
beforeAll(async () => {
  const keys = { siteKey: '0x4AAAAAAAtestsitekey', secret: '0x4AAAAAAAtestsecretkey' }
  turnstile = createTurnstileApp(keys)
  service = await startService({ app: turnstile.app, refusal: turnstileRefusal })
  const settings = { CHALLENGE_ADDRESS_SESSIONS_PER_MINUTE: '2', CHALLENGE_BITS: '8' }
  local = await startLocalSuite({ settings, isIngested: false })
  withTurnstile = await startLocalSuite({
    isIngested: false,
    settings: {
      CHALLENGE: 'always',
      CHALLENGE_BITS: '8',
      ALLOWED_ORIGINS: 'https://book.example',
      TURNSTILE_SITE_KEY: keys.siteKey,
      TURNSTILE_SECRET_KEY: keys.secret,
      TURNSTILE_URL: service.url,
    },
  })
})
afterAll(async () => {
  await Promise.all([local.close(), withTurnstile.close()])
  await service.close()
})

let addresses = 0
const anAddress = () => `203.0.${Math.floor(++addresses / 250)}.${(addresses % 250) + 1}`
let address = anAddress()
beforeEach(() => {
  address = anAddress()
})

const open = (body: object = {}, headers: Record<string, string> = {}, suite = local) =>
  suite.request('/v1/sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'cf-connecting-ip': address, ...headers },
    body: JSON.stringify(body),
  })

/** Opens sessions from the address until it is asked for a challenge. */
async function challenged() {
  for (let opened = 0; opened < 2; opened += 1) expect((await open()).status).toBe(201)
  const refused = await open()
  expect(refused.status).toBe(403)
  expect(refused.headers.get('content-type')).toBe('application/problem+json')
  return Work.parse(Asked.parse(await refused.json()).challenge)
}

const detailOf = async (response: Response) => Asked.parse(await response.json()).detail
const requests = (suite: LocalSuite) =>
  Object.values(suite.cloud.requests).reduce((sum, { entries }) => sum + entries.length, 0)

test('an address that opens sessions quickly solves a challenge, and goes on with its answer', async () => {
  const challenge = await challenged()
  expect(Date.parse(challenge.expires_at) - Date.now()).toBeGreaterThan(60_000)
  const opened = await open({ challenge: solve(challenge) })
  expect(opened.status).toBe(201)
})

test('another network is not asked for what this one did; a whole /64 is one network', async () => {
  await challenged()
  expect((await open({}, { 'cf-connecting-ip': anAddress() })).status).toBe(201)
  const from = (last: string) => open({}, { 'cf-connecting-ip': `2001:db8:7:7::${last}` })
  expect([(await from('1')).status, (await from('2')).status, (await from('3')).status]).toEqual([
    201, 201, 403,
  ])
})

test('an answer opens one session, however many ask with it at once', async () => {
  const challenge = solve(await challenged())
  const statuses = await Promise.all(
    Array.from({ length: 8 }, async () => (await open({ challenge })).status),
  )
  expect(statuses.filter((status) => status === 201)).toHaveLength(1)
  expect(await detailOf(await open({ challenge }))).toBe('The challenge was used before.')
})

test('while Redis is away an answer opens one session too', async () => {
  const challenge = solve(await challenged())
  local.cloud.faults.upstash.set({ kind: 'down' })
  const statuses = [(await open({ challenge })).status, (await open({ challenge })).status]
  local.cloud.faults.upstash.clear()
  expect(statuses).toEqual([201, 403])
})

test.each([
  ['for another network', (token: string) => token, true],
  ['with easier puzzles', (token: string) => token.replace(/\.8\./, '.0.'), false],
  ['that ends later', (token: string) => token.replace(/\.(\d+)\./, '.9999999999.'), false],
  ['signed by somebody else', (token: string) => token.replace(/.{64}$/, 'a'.repeat(64)), false],
  ['without a signature', (token: string) => token.replace(/\.[0-9a-f]{64}$/, ''), false],
])('a challenge %s was not issued here', async (_, forge, isElsewhere) => {
  const challenge = await challenged()
  const answer = solve({ ...challenge, token: forge(challenge.token) })
  const elsewhere = isElsewhere ? { 'cf-connecting-ip': anAddress() } : {}
  const refused = await open({ challenge: answer }, elsewhere)
  expect(await detailOf(refused)).toBe(
    'This challenge was not issued here, or was issued to another network.',
  )
})

test('an answer that solves nothing is refused, and brings a new challenge', async () => {
  const challenge = await challenged()
  const answer = solve(challenge)
  answer.nonces.reverse()
  const refused = Asked.parse(await (await open({ challenge: answer })).json())
  expect(refused.detail).toBe('The challenge is not solved.')
  expect(refused.challenge.token).not.toBe(challenge.token)
})

test.each([
  ['a nonce that is no 32-bit number', { nonces: Array(16).fill(2 ** 32) }],
  ['a nonce below zero', { nonces: Array(16).fill(-1) }],
  ['too few nonces', { nonces: Array(15).fill(1) }],
  ['a thousand nonces', { nonces: Array(1000).fill(1) }],
  ['a token without end', { token: 'a'.repeat(10_000) }],
  ['a kind of its own', { kind: 'none' }],
])('%s is a field that is wrong', async (_, wrong) => {
  const answer = { kind: 'proof-of-work', token: 'x', nonces: Array(16).fill(1), ...wrong }
  expect((await open({ challenge: answer })).status).toBe(422)
})

test('who is refused for want of an answer costs no request', async () => {
  await challenged()
  await new Promise((resolve) => setTimeout(resolve, 300))
  const before = requests(local)
  const refused = await Promise.all(Array.from({ length: 100 }, () => open()))
  expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([403]))
  expect(requests(local) - before).toBeLessThanOrEqual(1)
})

test('twenty wrong answers in a minute are enough', async () => {
  const answer = { ...solve(await challenged()), token: `${createHash('md5').digest('hex')}.1.8.x` }
  const statuses: number[] = []
  for (let sent = 0; sent < 21; sent += 1) statuses.push((await open({ challenge: answer })).status)
  expect(statuses).toEqual([...Array(20).fill(403), 429])
})

test('a known reader is never asked: one with an identity token, and one who holds a session', async () => {
  const opened = await open()
  const { token, session_id } = (await opened.json()) as { token: string; session_id: string }
  await open()
  expect((await open()).status).toBe(403)
  const identity_token = await anIdentityToken()
  expect((await open({ identity_token })).status).toBe(201)
  const authorization = `Bearer ${token}`
  expect((await open({}, { authorization })).status).toBe(201)
  expect((await open({}, { authorization: `${authorization}x` })).status).toBe(403)
  await local.request(`/v1/sessions/${session_id}`, {
    method: 'DELETE',
    headers: { authorization },
  })
  expect((await open({}, { authorization })).status).toBe(403)
})

test('a session vouches for ten more in an hour, those that they vouch for among them', async () => {
  let { token } = (await (await open()).json()) as { token: string }
  await open()
  const statuses: number[] = []
  for (let at = 0; at < 11; at += 1) {
    const reply = await open({}, { authorization: `Bearer ${token}` })
    statuses.push(reply.status)
    if (at % 2 === 0 && reply.ok) token = ((await reply.json()) as { token: string }).token
  }
  expect(statuses).toEqual([...Array(10).fill(201), 403])
})

test('the owner sees how many were asked, passed and refused', async () => {
  const figures = async () => {
    const reply = await local.request('/v1/admin/overview', { headers: adminHeaders })
    return ((await reply.json()) as { challenges: { asked: number }[] }).challenges
  }
  const [told] = await until(figures, (days) => days.length > 0)
  expect(told).toMatchObject({ kind: 'proof-of-work', asked: expect.any(Number) })
})

test('with Turnstile the challenge is its own, and its response opens one session', async () => {
  const refused = Asked.parse(await (await open({}, {}, withTurnstile)).json())
  expect(refused.challenge).toEqual({
    kind: 'turnstile',
    site_key: '0x4AAAAAAAtestsitekey',
    frame_path: '/v1/challenges/turnstile',
  })
  const challenge = { kind: 'turnstile', response: turnstile.pass() }
  expect((await open({ challenge }, {}, withTurnstile)).status).toBe(201)
  expect(await detailOf(await open({ challenge }, {}, withTurnstile))).toBe(
    'Turnstile refuses the response: timeout-or-duplicate.',
  )
})

test.each([
  ['made up', () => 'made-up', 'invalid-input-response'],
  ['for another action', () => turnstile.pass('sign-in'), 'another-action'],
])('a response that is %s is refused', async (_, response, fault) => {
  const challenge = { kind: 'turnstile', response: response() }
  expect(await detailOf(await open({ challenge }, {}, withTurnstile))).toBe(
    `Turnstile refuses the response: ${fault}.`,
  )
})

test('the page for the frame lets allowed origins show it, and Turnstile alone run on it', async () => {
  const page = await withTurnstile.request('/v1/challenges/turnstile')
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(policy).toContain(`frame-ancestors 'self' https://book.example`)
  expect(policy).toContain(`frame-src ${service.url}`)
  expect(await page.text()).toContain('0x4AAAAAAAtestsitekey')
  expect((await local.request('/v1/challenges/turnstile')).status).toBe(404)
})

test('while Turnstile is away the work of our own stands in, and the owner is told', async () => {
  service.faults.set({ kind: 'status', status: 500 })
  const challenge = { kind: 'turnstile', response: turnstile.pass() }
  const refused = Asked.parse(await (await open({ challenge }, {}, withTurnstile)).json())
  service.faults.clear()
  const work = Work.parse(refused.challenge)
  expect((await open({ challenge: solve(work) }, {}, withTurnstile)).status).toBe(201)
  const troubles = await until(
    () => withTurnstile.sql`select cause from upstream_troubles where service = 'turnstile'`,
    (rows) => rows.length > 0,
  )
  expect(troubles).toEqual([{ cause: 'failing' }])
})

/** The typed client as it calls from this address. */
const clientFrom = (suite: LocalSuite, from: string) => {
  const statuses: number[] = []
  const calling: typeof fetch = async (url, init) => {
    const headers = { ...Object(init?.headers), 'cf-connecting-ip': from }
    const reply = await fetch(url, { ...init, headers })
    statuses.push(reply.status)
    return reply
  }
  return {
    statuses,
    client: createClient({ endpoint: suite.suite.url, fetch: calling }),
  }
}

test('the typed client does the work that it is asked for', async () => {
  const from = anAddress()
  const heard: number[] = []
  for (let opened = 0; opened < 4; opened += 1) {
    const { client, statuses } = clientFrom(local, from)
    expect(await client.session()).toMatchObject({ token: expect.any(String) })
    heard.push(...statuses)
  }
  expect(heard.filter((status) => status === 201)).toHaveLength(4)
  expect(heard).toContain(403)
})
