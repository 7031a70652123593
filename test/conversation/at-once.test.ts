import { afterAll, beforeAll, expect, test } from 'vitest'
import { testServer } from '../support/fresh-database.ts'
import {
  adminHeaders,
  type LocalSuite,
  startLocalSuite,
  untilQuiet,
} from '../support/local-suite.ts'
import { conversationsOf, dumpEverything, type Session } from './a-conversation.ts'

// PGlite does one transaction at a time: there it is enough that the paths are gone once.
const erased = testServer === undefined ? 12 : 200
const atOnce = 4

let local: LocalSuite
let conversations: ReturnType<typeof conversationsOf>
beforeAll(async () => {
  local = await startLocalSuite({ settings: { PERSIST_MESSAGES: 'true', QUERY_LOG_TEXT: 'true' } })
  conversations = conversationsOf(local)
  await conversations.subscribe(
    'chat.response.generated',
    'feedback.received',
    'chat.escalated',
    'escalation.message',
    'session.resolved',
    'session.abandoned',
  )
})
afterAll(() => local.close())

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Does so many, a few at a time. */
async function each(count: number, work: (n: number) => Promise<void>) {
  const numbers = Array.from({ length: count }, (_, n) => n).values()
  const next = async () => {
    for (const n of numbers) await work(n)
  }
  await Promise.all(Array.from({ length: atOnce }, next))
}

async function wordsLeft(words: string[]) {
  await untilQuiet(local)
  const everything = (await dumpEverything(local)).toLowerCase()
  return words.filter((word) => everything.includes(word))
}

test('a session that is erased right after its last byte leaves no word anywhere', async () => {
  const words: string[] = []
  await each(erased, async (n) => {
    const word = `zanzibar${n}x`
    words.push(word)
    const session = await local.openSession()
    const response = await local.ask(
      { question: `How does the keeper ${word} clean the glass?` },
      session,
    )
    await response.text()
    await wait((n * 7) % 51)
    expect((await conversations.call(session, 'DELETE')).status).toBe(204)
  })
  expect(await wordsLeft(words)).toEqual([])
}, 600_000)

test('nor do feedback and an escalation that are on their way', async () => {
  const words: string[] = []
  await each(erased / 4, async (n) => {
    const word = `quetzal${n}x`
    words.push(word)
    const session = await local.openSession()
    const { query_id } = await conversations.ask(session, `What does the keeper do in fog ${n}?`)
    const sent = [
      conversations.rate(session, { query_id, rating: 'down', comment: word }),
      conversations.call(session, 'POST', '/escalate', {
        reason: word,
        contact: `${word}@example.org`,
      }),
    ]
    await wait((n * 3) % 20)
    expect((await conversations.call(session, 'DELETE')).status).toBe(204)
    await Promise.all(sent)
  })
  expect(await wordsLeft(words)).toEqual([])
}, 600_000)

test('nor does what a person and a reader write to each other meanwhile', async () => {
  const words: string[] = []
  await each(erased / 4, async (n) => {
    const word = `narwhal${n}x`
    words.push(word)
    const session = await local.openSession()
    await conversations.call(session, 'POST', '/escalate', { reason: 'Help' })
    const found = await conversations.call(session, 'GET', '/escalation')
    const { escalation_id } = (await found.json()) as { escalation_id: string }
    const sent = [
      conversations.call(session, 'POST', '/escalation/messages', { content: word }),
      local.request(`/v1/admin/escalations/${escalation_id}/messages`, {
        method: 'POST',
        headers: adminHeaders,
        body: JSON.stringify({ content: `Dear ${word}` }),
      }),
    ]
    await wait((n * 3) % 20)
    expect((await conversations.call(session, 'DELETE')).status).toBe(204)
    await Promise.all(sent)
  })
  expect(await wordsLeft(words)).toEqual([])
}, 600_000)

test('while Neon is away the answer waits in a queue, and finds its session erased', async () => {
  const session = await local.openSession()
  const question = 'How does the keeper xylorimba clean the glass?'
  local.cloud.faults.neon.set({ kind: 'down' })
  await (await local.ask({ question }, session)).text()
  await wait(300)
  local.cloud.faults.neon.clear()
  expect((await conversations.call(session, 'DELETE')).status).toBe(204)
  await expect
    .poll(
      () => local.sql`select 1 from query_logs where session_id is null and question is null
      and created_at > now() - interval '1 minute'`,
      { timeout: 20_000 },
    )
    .not.toEqual([])
  expect(await wordsLeft(['xylorimba'])).toEqual([])
})

test('an erased session’s id and token are good for nothing', async () => {
  const session = await local.openSession()
  const question = 'How does the keeper clean the glass?'
  await conversations.ask(session, question)
  await conversations.call(session, 'DELETE')
  expect((await local.ask({ question }, session)).status).toBe(404)
  const again = await local.request('/v1/sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ session_id: session.session_id }),
  })
  expect(again.status).toBe(409)
  expect(await local.sql`select 1 from sessions where id = ${session.session_id}`).toEqual([])
})

const endings = async (session: Session, path: string) => {
  const all = Array.from({ length: 6 }, () =>
    conversations.call(
      session,
      'POST',
      path,
      path === '/escalate' ? { reason: 'Help' } : undefined,
    ),
  )
  return (await Promise.all(all)).map(({ status }) => status).sort()
}

test('six who resolve at once end a session once, with one event', async () => {
  for (let round = 0; round < 10; round += 1) {
    const session = await local.openSession()
    expect(new Set(await endings(session, '/resolve')).size).toBe(1)
    expect(await conversations.told(session)).toMatchObject([{ type: 'session.resolved' }])
  }
})

test('six who ask for a person at once are one escalation, with one event', async () => {
  for (let round = 0; round < 10; round += 1) {
    const session = await local.openSession()
    const statuses = await endings(session, '/escalate')
    expect(statuses.slice(1)).toEqual([409, 409, 409, 409, 409])
    expect(await conversations.told(session)).toMatchObject([{ type: 'chat.escalated' }])
    expect(
      await local.sql`select 1 from escalations where session_id = ${session.session_id}`,
    ).toHaveLength(1)
  }
})

test('twelve idle sessions that three crons archive at once are twelve events', async () => {
  const sessions = await Promise.all(Array.from({ length: 12 }, () => local.openSession()))
  const ids = sessions.map((session) => session.session_id)
  for (const session of sessions)
    await conversations.ask(session, 'How does the keeper clean the glass?')
  await local.sql`
    update sessions set last_active_at = now() - interval '31 minutes' where id = any (${ids}::uuid[])`
  await Promise.all([1, 2, 3].map(() => local.look('house')))
  const told = await Promise.all(sessions.map((session) => conversations.told(session)))
  const ended = told.map((events) => events.filter(({ type }) => type.startsWith('session.')))
  expect(ended.map((events) => events.length)).toEqual(Array.from({ length: 12 }, () => 1))
})

test('six runs that are started at once are one', async () => {
  const { adminHeaders } = await import('../support/local-suite.ts')
  const started = await Promise.all(
    Array.from({ length: 6 }, () =>
      local.request('/v1/ingestion-runs', { method: 'POST', headers: adminHeaders, body: '{}' }),
    ),
  )
  expect(started.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409, 409])
})
