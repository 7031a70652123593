import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'
import { stateKeys } from '../support/state-keys.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    profile: 'lean',
    settings: { RATE_LIMIT_SESSION_PER_MINUTE: '4', RATE_LIMIT_NEW_SESSIONS_PER_HOUR: '60' },
  })
})
afterAll(() => local.close())

const Health = z.object({ status: z.string(), checks: z.record(z.string(), z.unknown()) })

type Session = { session_id: string; token: string }

async function answerTo(question: string, session?: Session) {
  const response = await local.ask({ question }, session, 'application/json')
  expect(response.status).toBe(200)
  return AnswerDocument.parse(await response.json())
}

test('the suite has no setting of Qdrant or Upstash', () => {
  const names = Object.keys(local.cloud.settings)
  expect(names.filter((name) => /QDRANT|UPSTASH/.test(name))).toEqual([])
})

test('health is ok, and does not list what is left out', async () => {
  const response = await local.request('/health')
  expect(response.status).toBe(200)
  const { status, checks } = Health.parse(await response.json())
  expect(status).toBe('ok')
  expect(Object.keys(checks)).not.toContain('qdrant')
  expect(Object.keys(checks)).not.toContain('redis')
})

test('an answer is whole, not degraded, and found by its vectors as well', async () => {
  const answer = await answerTo('What is the glass cleaned with?')
  expect(answer).toMatchObject({ answered: true, degraded: [] })
  expect(answer.timings).toHaveProperty('dense')
  expect(answer.timings).not.toHaveProperty('pgvector')
})

test('the same question again comes from the cache', async () => {
  const question = 'How many litres does the reservoir hold?'
  await answerTo(question)
  const again = await until(
    () => answerTo(question),
    ({ cached }) => cached === 'exact',
  )
  expect(again.degraded).toEqual([])
})

test('a session that has asked enough in a minute is refused by the binding', async () => {
  const session = await local.openSession()
  const ask = () => local.ask({ question: 'When does the first watch begin?' }, session)
  const statuses: number[] = []
  // Nine in a row fill one of two minutes, whenever the clock's minute turns.
  for (let n = 0; n < 9; n += 1) {
    const response = await ask()
    statuses.push(response.status)
    await response.body?.cancel()
  }
  expect(statuses).toContain(429)
  expect(statuses.slice(0, 4)).toEqual([200, 200, 200, 200])
})

test('what is counted in Neon names neither address nor session', async () => {
  const session = await local.openSession()
  await answerTo('Who is dismissed?', session)
  const keys = [...(await stateKeys(local)).keys()].filter((key) => key.startsWith('limit:'))
  expect(keys.map((key) => key.split(':')[1])).toEqual(expect.arrayContaining(['day', 'sessions']))
  for (const key of keys) expect(key).toMatch(/^limit:[\w-]+:[0-9a-f]{64}$/)
})

test('an erased session leaves no word in the state', async () => {
  const session = await local.openSession()
  const question = 'What does a keeper write into the log book?'
  const { query_id } = await answerTo(question, session)
  const held = () =>
    local.sql`select key from kv where value like ${`%${question}%`} or key = ${`events:${query_id}`}`
  await until(held, (rows) => rows.length > 0)
  const headers = { authorization: `Bearer ${session.token}` }
  const path = `/v1/sessions/${session.session_id}`
  expect((await local.request(path, { method: 'DELETE', headers })).status).toBe(204)
  await until(held, (rows) => rows.length === 0)
})

test('keeping house removes what has expired, and nothing else', async () => {
  await local.sql`insert into kv values ('cache:old', '{}', now() - interval '1 s')`
  await local.look('house')
  const rows = await local.sql`select key from kv where key in ('cache:old', 'index:version')`
  expect(rows).toEqual([{ key: 'index:version' }])
})

test('an ingestion run is unchanged the second time, and parity finds nothing to mend', async () => {
  expect(await local.ingest()).toMatchObject({ status: 'completed' })
  await local.suite.scheduled('0 3 * * *')
  const messages = local.suite.logs.map(({ message }) => message)
  expect(messages.filter((message) => /compared|Mended/.test(message))).toEqual([])
})
