import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import type { Fault } from '../../dev/cloud/stand-in/faults.ts'
import { Troubles } from '../../lib/admin/troubles.ts'
import { causes } from '../../lib/upstream/cause.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: { BREAKER_FAILURES: '1000', TIMEOUT_FIRST_TOKEN_MS: `${patient(1500)}` },
  })
  await local.sql`insert into webhooks (url, events, secret_hash)
    values ('https://127.0.0.1:9/', '{error.occurred}', 'none')`
})
afterAll(() => local.close())

const Line = z.looseObject({ service: z.string(), cause: z.string(), what_to_do: z.string() })

/** What the log has told of services. */
const told = () =>
  local.suite.logs.flatMap(({ message }) => {
    if (!message.startsWith('{"service"')) return []
    return [Line.parse(JSON.parse(message))]
  })

const events = async () =>
  await local.sql`select event_id, payload from webhook_deliveries
    where event_type = 'error.occurred' order by created_at`

const json = 'application/json'
const says = (status: number, body: unknown, match?: string): z.input<typeof Fault> => ({
  kind: 'scripted',
  status,
  type: json,
  writes: [JSON.stringify(body)],
  ...(match && { match }),
})
const openRouterSays = (code: number, message: string, match: string) =>
  says(code, { error: { code, message } }, match)

type Upstream = 'openrouter' | 'qdrant' | 'upstash' | 'neon'
type Case = [
  cause: (typeof causes)[number],
  service: string,
  upstream: Upstream,
  fault: z.input<typeof Fault>,
]

const cases: Case[] = [
  ['without-credit', 'model', 'openrouter', openRouterSays(402, 'Insufficient credits', 'chat')],
  ['key-refused', 'embedding', 'openrouter', openRouterSays(401, 'User not found.', 'embeddings')],
  ['not-found', 'model', 'openrouter', openRouterSays(404, 'No endpoints found', 'chat')],
  ['refused', 'embedding', 'openrouter', openRouterSays(400, 'not a valid model ID', 'embeddings')],
  ['too-many-requests', 'model', 'openrouter', openRouterSays(429, 'Rate limit exceeded', 'chat')],
  ['failing', 'qdrant', 'qdrant', { kind: 'status', status: 500 }],
  [
    'index-missing',
    'qdrant',
    'qdrant',
    says(400, {
      status: { error: 'Bad request: Index required but not found for "category"' },
      time: 0,
    }),
  ],
  [
    'daily-limit',
    'redis',
    'upstash',
    says(400, { error: 'ERR max daily request limit exceeded. Limit: 10000, Usage: 10000.' }),
  ],
  ['unreachable', 'neon', 'neon', { kind: 'down' }],
  ['unreadable', 'embedding', 'openrouter', { kind: 'garbage', match: 'embeddings' }],
  ['late', 'model', 'openrouter', { kind: 'slow', firstTokenMs: patient(4000), match: 'chat' }],
  ['redirected', 'embedding', 'openrouter', says(307, {}, 'embeddings')],
]

test('the cases are the causes that there are', () => {
  expect(cases.map(([cause]) => cause).toSorted()).toEqual(causes.toSorted())
})

let asked = 0
const ask = async (session?: Awaited<ReturnType<LocalSuite['openSession']>>) => {
  asked += 1
  const question = `What bends the light of lamp ${asked}?`
  return await (await local.ask({ question }, session, json)).text()
}

test('a healthy minute has no line and no event', async () => {
  await ask()
  await ask()
  await untilQuiet(local)
  expect(told()).toEqual([])
  expect(await events()).toEqual([])
})

test.each(cases)(
  '%s of %s is one line in the log and one event, however often it is met',
  async (cause, service, upstream, fault) => {
    const isIt = (line: { service: string; cause: string }) =>
      line.service === service && line.cause === cause
    const eventOf = async () =>
      (await events()).filter(({ payload }) =>
        isIt({ service: payload.data.component, cause: payload.data.cause }),
      )
    const session = await local.openSession()
    local.cloud.faults[upstream].set(fault)
    await ask(session)
    await ask(session)
    local.cloud.faults[upstream].clear()
    // What could not be counted while Neon was away is counted with the next answer.
    await ask(session)
    await until(eventOf, (found) => found.length > 0)
    await untilQuiet(local)
    const lines = told().filter(isIt)
    expect(lines).toHaveLength(1)
    expect(lines[0]?.what_to_do).toMatch(/^.{20,300}\.$/)
    const [event, ...more] = await eventOf()
    expect(more).toEqual([])
    expect(event?.payload.data).toMatchObject({ what_to_do: lines[0]?.what_to_do })
    const [counted] = await local.sql`select times from upstream_troubles
      where service = ${service} and cause = ${cause}`
    expect(counted?.times).toBeGreaterThanOrEqual(2)
  },
)

test('nothing that was told holds a key', () => {
  const { settings } = local.cloud
  const text = JSON.stringify(local.suite.logs)
  for (const name of ['OPENROUTER_API_KEY', 'UPSTASH_REDIS_REST_TOKEN', 'QDRANT_API_KEY']) {
    expect(text).not.toContain(settings[name] ?? name)
  }
})

test('a model that refuses to go without reasoning is asked again with it, and from then on at once', async () => {
  local.cloud.faults.openrouter.set({
    ...openRouterSays(400, 'Reasoning is mandatory for this endpoint.', 'chat'),
    times: 1,
  })
  const first = await ask()
  local.cloud.faults.openrouter.clear()
  expect(first).toContain('"degraded":[]')
  const chats = () =>
    local.cloud.requests.openrouter.entries.filter(({ path }) => path.includes('chat')).length
  const before = chats()
  expect(await ask()).toContain('"degraded":[]')
  expect(chats() - before).toBe(1)
})

test('the owner sees each cause with what to do, and no other caller does', async () => {
  const path = '/v1/admin/health?days=7'
  expect((await local.request(path)).status).toBe(401)
  const reply = await local.request(path, { headers: adminHeaders })
  const { days, data } = Troubles.parse(await reply.json())
  expect(days).toBe(7)
  expect(data.map(({ cause }) => cause).toSorted()).toEqual(causes.toSorted())
  const times = data.map(({ last_at }) => last_at)
  expect(times).toEqual(times.toSorted().toReversed())
  for (const { service, what_to_do } of data) {
    const line = told().find((one) => one.what_to_do === what_to_do)
    expect(line).toMatchObject({ service })
  }
})
