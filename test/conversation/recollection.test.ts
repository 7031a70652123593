import { randomUUID } from 'node:crypto'
import { sign } from 'hono/jwt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { OpenedSession } from '../../lib/conversation/sessions.ts'
import { type LocalSuite, startLocalSuite, until, untilQuiet } from '../support/local-suite.ts'
import { dropState, stateValue } from '../support/state-keys.ts'
import { conversationsOf, dumpEverything, type Session } from './a-conversation.ts'

let local: LocalSuite
let conversations: ReturnType<typeof conversationsOf>
beforeAll(async () => {
  local = await startLocalSuite()
  conversations = conversationsOf(local)
  await conversations.subscribe('session.abandoned', 'session.resolved')
})
afterAll(() => local.close())

async function sessionOf(reader: string): Promise<Session> {
  const exp = Math.floor(Date.now() / 1000) + 300
  const identity_token = await sign(
    { provider: 'site', external_id: reader, exp },
    developmentSecrets.IDENTITY_SECRET,
    'HS256',
  )
  const response = await local.request('/v1/sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identity_token }),
  })
  return OpenedSession.parse(await response.json())
}

async function archive({ session_id }: Session) {
  await local.sql`update sessions set last_active_at = last_active_at - interval '31 minutes'
    where id = ${session_id}`
  await local.look('house')
}

async function logOf(queryId: string) {
  const [log] = await local.sql`
    select standalone_question, recalled from query_logs where query_id = ${queryId}`
  return log
}

const stateOf = async ({ session_id }: Session) =>
  JSON.parse(String(await stateValue(local, `session:${session_id}`)))

/** Redis forgets a conversation. */
async function loseState({ session_id }: Session) {
  await untilQuiet(local)
  await dropState(local, `session:${session_id}`)
}

test('a known reader’s next conversation begins with the facts and the last summaries, and the log says so', async () => {
  const first = await sessionOf('1')
  await conversations.ask(first, 'I am a piper on Skerryvore. What did early lamps burn?')
  await archive(first)
  const [kept] = await local.sql`
    select summary from session_summaries where session_id = ${first.session_id}`
  const second = await sessionOf('1')
  const { query_id } = await conversations.ask(second, 'How does the keeper clean the glass?')
  const told = [
    { kind: 'fact', text: 'I am a piper on Skerryvore', session_id: first.session_id },
    { kind: 'summary', text: kept?.summary, session_id: first.session_id },
  ]
  expect((await logOf(query_id))?.recalled).toEqual(told)
  expect(await stateOf(second)).toMatchObject({ memory: told })
  const stranger = await conversations.ask(await sessionOf('2'), 'When is the reservoir filled?')
  expect((await logOf(stranger.query_id))?.recalled).toBeNull()
})

test('of many conversations the last three are recalled, each cut, and of many facts the newest', async () => {
  const { session_id } = await sessionOf('3')
  const facts = Array.from({ length: 50 }, (_, n) => ({
    fact_id: `${n}`,
    text: `${n} ${'x'.repeat(290)}`,
    source: { kind: 'reader', session_id },
    learned_at: new Date().toISOString(),
  }))
  const ids = Array.from({ length: 5 }, () => randomUUID())
  await local.sql.transaction([
    local.sql`update user_profiles set long_term_memory = ${JSON.stringify(facts)}::jsonb
      where user_id = (select user_id from sessions where id = ${session_id})`,
    local.sql`insert into sessions_archive (session_id, user_id, outcome, outcome_basis, started_at, ended_at)
      select id, (select user_id from sessions where id = ${session_id}), 'resolved', 'assumed', now(),
        now() + n * interval '1 minute'
      from unnest(${ids}::uuid[]) with ordinality as given (id, n)`,
    local.sql`insert into session_summaries (session_id, summary)
      select id, n || repeat('y', 2000) from unnest(${ids}::uuid[]) with ordinality as given (id, n)`,
  ])
  const next = await sessionOf('3')
  await untilQuiet(local)
  const { memory } = await stateOf(next)
  const texts = memory.map(({ text }: { text: string }) => text)
  expect(texts.map((text: string) => text.slice(0, 2).trim())).toEqual([
    ...['44', '45', '46', '47', '48', '49'],
    ...['3y', '4y', '5y'],
  ])
  expect(Math.max(...texts.slice(-3).map((text: string) => text.length))).toBe(600)
})

test('what came of a conversation goes with it: out of the log and the state of later ones too', async () => {
  const first = await sessionOf('4')
  await conversations.ask(first, 'I am a zymurgist. What did early lamps burn?')
  await archive(first)
  const second = await sessionOf('4')
  const { query_id } = await conversations.ask(second, 'How does the keeper clean the glass?')
  expect(JSON.stringify(await logOf(query_id))).toContain('zymurgist')
  expect((await conversations.call(first, 'DELETE')).status).toBe(204)
  await untilQuiet(local)
  expect(await dumpEverything(local)).not.toContain('zymurgist')
  // The conversation that is under way goes on.
  await conversations.ask(second, 'And how often?')
  expect((await stateOf(second)).turns).toHaveLength(2)
  expect((await conversations.call(second, 'DELETE')).status).toBe(204)
  expect((await local.ask({ question: 'And why?' }, second)).status).toBe(404)
})

test('a conversation whose state Redis has lost goes on from Neon', async () => {
  const session = await local.openSession()
  const [turn, again] = ['What did early lamps burn?', 'And what about the smoke of it?']
  await conversations.ask(session, turn)
  await loseState(session)
  const { query_id } = await conversations.ask(session, again)
  expect((await logOf(query_id))?.standalone_question).toContain('lamps')
  expect((await stateOf(session)).turns).toMatchObject([{ question: turn }, { question: again }])
  // A question that stands alone does not cover what was said before it.
  await loseState(session)
  await conversations.ask(session, 'How tall is a first-order Fresnel lens?')
  await untilQuiet(local)
  expect((await stateOf(session)).turns).toHaveLength(3)
})

test('where messages are not kept it goes on from the log', async () => {
  const session = await local.openSession()
  await conversations.ask(session, 'What did early lamps burn?')
  await local.sql`delete from messages where session_id = ${session.session_id}`
  await loseState(session)
  const { query_id } = await conversations.ask(session, 'And what about the smoke of it?')
  expect((await logOf(query_id))?.standalone_question).toContain('lamps')
})

test('while Redis is away it goes on from Neon as well', async () => {
  const session = await local.openSession()
  await conversations.ask(session, 'What did early lamps burn?')
  await untilQuiet(local)
  local.cloud.faults.upstash.set({ kind: 'down' })
  const { query_id, degraded } = await conversations.ask(session, 'And what about the smoke of it?')
  local.cloud.faults.upstash.clear()
  expect(degraded).toContain('redis')
  expect((await logOf(query_id))?.standalone_question).toContain('lamps')
})

test('a first question asks Neon for nothing but the search', async () => {
  const session = await local.openSession()
  await untilQuiet(local)
  local.cloud.requests.neon.reset()
  const response = await local.ask({ question: 'And what is a Fresnel lens?' }, session)
  await response.text()
  await untilQuiet(local)
  // The search, the log, and the event.
  expect(local.cloud.requests.neon.entries.length).toBeLessThanOrEqual(3)
})

test('a session in which nothing was asked is archived as that, and is not abandoned', async () => {
  const session = await local.openSession()
  const outcomes = () =>
    local.sql`select coalesce(sum(sessions), 0)::int as n from session_outcomes`
  const before = await outcomes()
  await archive(session)
  const [archived] = await until(
    () => local.sql`select signal from sessions_archive where session_id = ${session.session_id}`,
    (rows) => rows.length === 1,
  )
  expect(archived).toEqual({ signal: 'nothing_asked' })
  expect(await outcomes()).toEqual(before)
  expect(await conversations.told(session)).toEqual([])
  expect(await (await conversations.call(session, 'GET')).json()).toMatchObject({
    status: 'active',
  })
})
