import { afterAll, beforeAll, expect, test } from 'vitest'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'
import { Abuse } from '../../lib/admin/abuse/abuse.ts'
import { BlockEntry, BlockList } from '../../lib/admin/abuse/blocks.ts'
import { OpenedSession } from '../../lib/conversation/sessions.ts'
import {
  adminHeaders,
  type LocalSuite,
  profile,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'

let local: LocalSuite
/** Another isolate over the same services: the chat function alone. */
let other: Suite
beforeAll(async () => {
  local = await startLocalSuite({ settings: { RATE_LIMIT_SESSION_PER_MINUTE: '3' } })
  other = await startSuite({
    name: 'chat',
    settings: { ...local.cloud.settings, ...developmentSecrets },
  })
})
afterAll(async () => {
  await other.close()
  await local.close()
})

const json = { 'content-type': 'application/json' }
const from = (address: string) => ({ ...json, 'cf-connecting-ip': address })

const desk = (method: string, path: string, body?: object, address = '192.0.2.1') =>
  local.request(`/v1/admin/${path}`, {
    method,
    headers: { ...adminHeaders, 'cf-connecting-ip': address },
    ...(body && { body: JSON.stringify(body) }),
  })

async function block(who: object) {
  const reply = await desk('POST', 'blocks', { ...who, hours: 2, reason: 'Scrapes' })
  expect(reply.status).toBe(201)
  return BlockEntry.parse(await reply.json())
}

const open = (address: string) =>
  local.request('/v1/sessions', { method: 'POST', headers: from(address), body: '{}' })

async function openedFrom(address: string) {
  return OpenedSession.parse(await (await open(address)).json())
}

const ask = (
  session: { session_id: string; token: string },
  address: string,
  question = 'What is the glass cleaned with?',
  url = local.suite.url,
) =>
  fetch(`${url}/v1/chat`, {
    method: 'POST',
    headers: {
      ...from(address),
      accept: 'application/json',
      authorization: `Bearer ${session.token}`,
    },
    body: JSON.stringify({ session_id: session.session_id, question }),
  })

const search = (address: string) => local.request('/v1/search?q=lens', { headers: from(address) })

const callMcp = (address: string) =>
  local.request('/mcp', {
    method: 'POST',
    headers: { ...from(address), accept: 'application/json, text/event-stream' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
  })

/** What the services were asked, all of them. */
const requests = () =>
  Object.values(local.cloud.requests).reduce((sum, { entries }) => sum + entries.length, 0)

const untilIs = async (status: number, call: () => Promise<Response>) =>
  await until(
    async () => (await call()).status,
    (now) => now === status,
  )

test('a blocked network asks, searches, opens sessions and calls agents’ tools no more, and another does', async () => {
  const bad = '203.0.113.77'
  const good = '198.51.100.7'
  const session = await openedFrom(bad)
  const theirs = await openedFrom(good)
  const made = await block({ network: bad })
  expect(made).toMatchObject({
    network: '203.0.113.0/24',
    author: 'ADMIN_TOKEN',
    reason: 'Scrapes',
  })
  await untilIs(429, () => ask(session, bad))
  const refused = await ask(session, '203.0.113.200')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3600)
  expect(await refused.json()).toMatchObject({
    type: 'urn:problem-type:marginalia:rate-limited',
    detail: expect.stringMatching(/^The owner of this site has blocked this network/),
  })
  expect((await open(bad)).status).toBe(429)
  expect((await search(bad)).status).toBe(429)
  expect((await callMcp(bad)).status).toBe(429)
  expect((await ask(theirs, good)).status).toBe(200)
  expect((await search(good)).status).toBe(200)
  expect((await callMcp(good)).status).toBe(200)
  // Whoever blocks their own network can still take it back.
  expect((await desk('GET', 'blocks', undefined, bad)).status).toBe(200)
  await desk('DELETE', `blocks/${made.block_id}`)
  await untilIs(200, () => search(bad))
  expect(BlockList.parse(await (await desk('GET', 'blocks')).json()).data).toEqual([])
})

test('who is blocked is known in another isolate at the next question, and then costs no request', async () => {
  const address = '203.0.113.9'
  const session = await openedFrom(address)
  // The other isolate has answered before, and knows of no block.
  expect(
    (
      await ask(
        await openedFrom('198.51.100.8'),
        '198.51.100.8',
        'How heavy is the lens?',
        other.url,
      )
    ).status,
  ).toBe(200)
  const made = await block({ network: '203.0.113.0/24' })
  await until(
    async () => (await ask(session, address, 'Who wakes the next keeper?', other.url)).status,
    (status) => status === 429,
  )
  await untilQuiet(local)
  const before = requests()
  for (let times = 0; times < 5; times += 1)
    expect((await ask(session, address, 'Who wakes the next keeper?', other.url)).status).toBe(429)
  // Who was turned away may be written once in a minute, and who is blocked read once in twenty seconds.
  expect(requests() - before).toBeLessThanOrEqual(2)
  await desk('DELETE', `blocks/${made.block_id}`)
})

test('a blocked session is closed to its token, on any network', async () => {
  const session = await openedFrom('198.51.100.20')
  const made = await block({ session_id: session.session_id })
  await untilIs(429, () => ask(session, '192.0.2.99'))
  const feedback = await local.request('/v1/feedback', {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${session.token}` },
    body: JSON.stringify({ query_id: crypto.randomUUID(), rating: 'up' }),
  })
  expect(feedback.status).toBe(429)
  expect((await open('198.51.100.20')).status).toBe(201)
  await desk('DELETE', `blocks/${made.block_id}`)
  expect((await desk('DELETE', `blocks/${made.block_id}`)).status).toBe(404)
})

test('an IPv6 address stands for its /48, and what is neither is refused with what to send', async () => {
  expect(await block({ network: '2001:db8:7:1::5' })).toMatchObject({ network: '2001:db8:7::/48' })
  const session = await openedFrom('2001:db8:8::1')
  await untilIs(429, () => open('2001:db8:7:ffff::1'))
  expect((await ask(session, '2001:db8:8::1')).status).toBe(200)
  for (const [body, words] of [
    [{ hours: 1 }, 'Send session_id, or network'],
    [{ network: '1.2.3.4', session_id: crypto.randomUUID(), hours: 1 }, 'and not both'],
    [{ network: 'everyone', hours: 1 }, 'body.network'],
    [{ network: '1.2.3.999.0', hours: 1 }, 'body.network'],
    [{ network: '1.2.3.4', hours: 0 }, 'body.hours'],
    [{ network: '1.2.3.4', hours: 721 }, 'body.hours'],
  ] as const) {
    const reply = await desk('POST', 'blocks', body)
    expect(reply.status).toBe(422)
    expect(await reply.text()).toContain(words)
  }
})

test('whoever was turned away is counted by network and reason, and no whole address is kept', async () => {
  const address = '192.0.2.130'
  const session = await openedFrom(address)
  const statuses: number[] = []
  for (let times = 0; times < 5; times += 1) statuses.push((await ask(session, address)).status)
  expect(statuses.slice(-2)).toEqual([429, 429])
  // An isolate writes what it has counted at most once a minute: its first calls are written by now.
  const found = await until(
    async () => Abuse.parse(await (await desk('GET', 'abuse?days=7')).json()),
    ({ by_network }) => by_network.some(({ network }) => network === '203.0.113.0/24'),
  )
  expect(
    found.by_network.find(({ network }) => network === '203.0.113.0/24')?.reasons,
  ).toMatchObject({
    blocked: expect.any(Number),
  })
  const rows = JSON.stringify([
    await local.sql`select * from denial_days`,
    await local.sql`select * from blocks`,
  ])
  for (const whole of ['203.0.113.77', '203.0.113.9"', address, '2001:db8:7:1'])
    expect(rows).not.toContain(whole)
})

test.runIf(profile === 'full')(
  'while Redis is away an isolate that knows nothing yet heeds what is set and who is blocked',
  async () => {
    const session = await openedFrom('203.0.113.40')
    const theirs = await openedFrom('198.51.100.40')
    const made = await block({ network: '203.0.113.0/24' })
    const saved = await desk('PUT', 'settings', {
      version: 0,
      values: { retrieval_strictness: 1, retrieval_floor: 1 },
    })
    expect(saved.status).toBe(200)
    local.cloud.faults.upstash.set({ kind: 'down' })
    const fresh = await startSuite({
      name: 'chat',
      settings: { ...local.cloud.settings, ...developmentSecrets },
    })
    try {
      expect((await ask(session, '203.0.113.40', 'Who is dismissed?', fresh.url)).status).toBe(429)
      const answer = await ask(theirs, '198.51.100.40', 'Who is dismissed?', fresh.url)
      expect(await answer.json()).toMatchObject({ answered: false })
    } finally {
      local.cloud.faults.upstash.clear()
      await fresh.close()
      await desk('DELETE', `blocks/${made.block_id}`)
    }
  },
)
