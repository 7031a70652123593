import { afterAll, beforeAll, expect, test } from 'vitest'
import { queryHash } from '../../lib/cache/answer-cache.ts'
import { everybody } from '../../lib/chat/filter.ts'
import {
  adminHeaders,
  type LocalSuite,
  profile,
  readEvents,
  startLocalSuite,
  until,
} from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite()
})
afterAll(() => local.close())

const question = 'How often does the keeper ring the bell in fog?'

/** The state is lost: Redis is away, or where there is none its table is empty. */
async function loseBuffers() {
  if (profile === 'lean') await local.sql`delete from kv where key like 'events:%'`
  else local.cloud.faults.upstash.set({ kind: 'down' })
}

async function anAnswer() {
  const session = await local.openSession()
  const text = await (await local.ask({ question }, session)).text()
  const query_id = /"query_id":"([0-9a-f-]{36})"/.exec(text)?.[1] ?? ''
  await until(
    () => local.sql`select 1 from query_logs where query_id = ${query_id}`,
    (rows) => rows.length === 1,
  )
  return { session, text, query_id }
}

const hear = (query_id: string, { token }: { token: string }, lastId?: number) =>
  local.request(`/v1/chat/${query_id}/events`, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastId !== undefined && { 'last-event-id': String(lastId) }),
    },
  })

test('who lost the stream hears the rest of it, event by event', async () => {
  const { session, text, query_id } = await anAnswer()
  const blocks = text.trim().split('\n\n')
  const rest = await until(
    async () => (await hear(query_id, session, 2)).text(),
    (heard) => heard.startsWith('id: 3\n'),
  )
  expect(rest.trim().split('\n\n')).toEqual(blocks.slice(2))
})

test('an answer that Redis has lost is heard anew from the log', async () => {
  const { session, text, query_id } = await anAnswer()
  await loseBuffers()
  const events = await readEvents(await hear(query_id, session))
  local.cloud.faults.upstash.clear()
  expect(events.map(({ event }) => event)).toEqual(['sources', 'delta', 'citations', 'done'])
  expect(text).toContain(JSON.stringify(events[2]?.data))
  expect(text).not.toContain('"citations":[]')
  expect(text).toContain(/"cached":[^,]+/.exec(JSON.stringify(events[3]))?.[0])
})

test("another session's answer is 403, one there never was 404", async () => {
  const { query_id } = await anAnswer()
  const other = await local.openSession()
  expect((await hear(query_id, other)).status).toBe(403)
  expect((await hear(crypto.randomUUID(), other)).status).toBe(404)
})

test('an answer whose words the log does not keep is 410', async () => {
  const { session, query_id } = await anAnswer()
  await local.sql`update query_logs set answer = null, sources =
    (select jsonb_agg(source - 'text') from jsonb_array_elements(sources) as source)
    where query_id = ${query_id}`
  await loseBuffers()
  const response = await hear(query_id, session)
  local.cloud.faults.upstash.clear()
  expect(response.status).toBe(410)
})

test('an answer that is no longer kept is 410', async () => {
  const { session, query_id } = await anAnswer()
  await local.sql`update query_logs set created_at = now() - interval '2 hours'
    where query_id = ${query_id}`
  await loseBuffers()
  const response = await hear(query_id, session)
  local.cloud.faults.upstash.clear()
  expect(response.status).toBe(410)
})

async function cachedState(): Promise<unknown> {
  const response = await local.ask({ question }, undefined, 'application/json')
  const { cached } = (await response.json()) as { cached: unknown }
  return cached
}

const purge = (path: string, headers: Record<string, string> = adminHeaders) =>
  local.request(`/v1/answer-cache${path}`, { method: 'DELETE', headers })

test('the admin forgets one cached answer, or all', async () => {
  const hash = await queryHash({
    question,
    filter: everybody,
    session_id: '',
    query_id: '',
    address: '',
    askedAt: 0,
  })
  for (const path of [`/${hash}`, '']) {
    await until(cachedState, (cached) => cached === 'exact')
    expect((await purge(path)).status).toBe(204)
    expect(await cachedState()).toBe(false)
  }
})

test('forgetting cached answers takes the admin, and a hash that is one', async () => {
  expect((await purge('', {})).status).toBe(401)
  expect((await purge('/not-a-hash')).status).toBe(422)
})
