import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'
import { conversationsOf, type Session } from './a-conversation.ts'

let local: LocalSuite
let conversations: ReturnType<typeof conversationsOf>
beforeAll(async () => {
  local = await startLocalSuite()
  conversations = conversationsOf(local)
  await conversations.subscribe('session.resolved', 'session.abandoned')
})
afterAll(() => local.close())

/** Moves a session, and what was asked in it, into the past. */
async function leaveFor(session: Session, age: string) {
  const { session_id } = session
  await local.sql.transaction([
    local.sql`update sessions set created_at = created_at - ${age}::interval,
      last_active_at = last_active_at - ${age}::interval,
      confirmed_at = confirmed_at - ${age}::interval where id = ${session_id}`,
    local.sql`update query_logs set created_at = created_at - ${age}::interval
      where session_id = ${session_id}`,
    local.sql`update messages set created_at = created_at - ${age}::interval
      where session_id = ${session_id}`,
  ])
}

async function archiveOf({ session_id }: Session) {
  const [row] = await local.sql`
    select a.*, s.summary, s.model, s.attempts from sessions_archive a
    left join session_summaries s using (session_id) where session_id = ${session_id}`
  return row
}

test('a session idle for half an hour is archived with its outcome, its numbers and a summary', async () => {
  const session = await local.openSession()
  await conversations.ask(session, 'What did early lamps burn?')
  await conversations.ask(session, 'How tall is a first-order Fresnel lens?')
  const young = await local.openSession()
  await leaveFor(session, '31 minutes')
  await leaveFor(young, '20 minutes')
  await local.look('house')
  expect(await archiveOf(young)).toBeUndefined()
  const archived = await archiveOf(session)
  expect(archived).toMatchObject({
    outcome: 'resolved',
    outcome_basis: 'assumed',
    signal: 'answered',
    metrics: { turns: 2, answered: 2, answered_share: 1, cached_share: 0 },
  })
  expect(archived?.metrics.completion_tokens).toBeGreaterThan(0)
  expect(archived?.summary).toContain('What did early lamps burn?')
  expect(archived?.model).toContain('stand-in')
  expect((await conversations.told(session)).map(({ type }) => type)).toEqual(['session.resolved'])
})

test('an unanswered session is abandoned and told of; an escalated one is escalated, confirmed', async () => {
  const [abandoned, escalated] = [await local.openSession(), await local.openSession()]
  await conversations.ask(abandoned, 'Which submarine cables cross Antarctica?')
  await conversations.call(escalated, 'POST', '/escalate', { reason: 'My order' })
  for (const session of [abandoned, escalated]) await leaveFor(session, '31 minutes')
  await local.look('house')
  expect(await archiveOf(abandoned)).toMatchObject({ outcome: 'abandoned', signal: 'unanswered' })
  expect(await archiveOf(escalated)).toMatchObject({
    outcome: 'escalated',
    outcome_basis: 'confirmed',
    signal: 'reader',
  })
  const [told] = await conversations.told(abandoned)
  expect(told).toMatchObject({ type: 'session.abandoned', data: { outcome_basis: 'assumed' } })
  expect(await conversations.told(escalated)).toEqual([])
})

test('a reader who comes back makes an archived session active, and it is archived anew', async () => {
  const session = await local.openSession()
  await conversations.ask(session, 'Which submarine cables cross Antarctica?')
  await leaveFor(session, '31 minutes')
  await local.look('house')
  await local.sql`update sessions set archived_at = archived_at - interval '1 hour',
    last_active_at = last_active_at - interval '1 hour' where id = ${session.session_id}`
  await conversations.ask(session, 'What did early lamps burn?')
  const status = await (await conversations.call(session, 'GET')).json()
  expect(status).toMatchObject({ status: 'active' })
  await local.sql`update sessions set last_active_at = last_active_at - interval '31 minutes'
    where id = ${session.session_id}`
  await local.look('house')
  expect(await archiveOf(session)).toMatchObject({ outcome: 'resolved', metrics: { turns: 2 } })
})

test('a question that is logged after its session was archived has it archived anew, once', async () => {
  const session = await local.openSession()
  await leaveFor(session, '31 minutes')
  await local.look('house')
  expect(await archiveOf(session)).toMatchObject({ signal: 'nothing_asked' })
  const move = async (by: string) => {
    await local.sql`update sessions set archived_at = archived_at + ${by}::interval,
      last_active_at = last_active_at + ${by}::interval where id = ${session.session_id}`
  }
  await move('1 minute')
  await conversations.ask(session, 'What did early lamps burn?')
  await move('-31 minutes')
  await local.look('house')
  expect(await archiveOf(session)).toMatchObject({ signal: 'answered', metrics: { turns: 1 } })
  expect(await conversations.told(session)).toHaveLength(1)
})

test('while the model is away a summary is made of the questions, and written once it is back', async () => {
  const session = await local.openSession()
  await conversations.ask(session, 'How does the keeper clean the glass?')
  await leaveFor(session, '31 minutes')
  local.cloud.faults.openrouter.set({ kind: 'down' })
  await local.look('house')
  const plain = await archiveOf(session)
  expect(plain).toMatchObject({ model: null, attempts: 0 })
  expect(plain?.summary).toBe(
    'Asked “How does the keeper clean the glass?”; 1 of 1 answered from the book.',
  )
  local.cloud.faults.openrouter.clear()
  await local.look('house')
  expect((await archiveOf(session))?.model).toContain('stand-in')
})

test('erasing an archived session erases its summary and keeps its numbers', async () => {
  const session = await local.openSession()
  await conversations.ask(session, 'What does the thaumatrope do?')
  await leaveFor(session, '31 minutes')
  await local.look('house')
  expect((await conversations.call(session, 'DELETE')).status).toBe(204)
  const archived = await archiveOf(session)
  expect(archived).toMatchObject({ summary: null, metrics: { turns: 1 } })
  await local.look('house')
  expect(JSON.stringify(await local.sql`select * from session_summaries`)).not.toContain('thaum')
})

test('what was written after an erasure is erased by the cron', async () => {
  const session = await local.openSession()
  await conversations.call(session, 'DELETE')
  const webhook = await conversations.subscribe('chat.response.generated')
  const payload = { data: { session_id: session.session_id, question: 'the petrichor' } }
  await local.sql`insert into webhook_deliveries (webhook_id, event_id, event_type, payload)
    values (${webhook}, 'evt_late', 'chat.response.generated', ${JSON.stringify(payload)})`
  await local.sql`update erased_sessions set erased_at = now() - interval '11 minutes'`
  await local.look('house')
  const [delivery] =
    await local.sql`select status, payload from webhook_deliveries where event_id = 'evt_late'`
  expect(delivery?.status).toBe('dead')
  expect(JSON.stringify(delivery)).not.toContain('petrichor')
  expect(await local.sql`select 1 from erased_sessions where swept_at is null`).toEqual([])
})

test(
  'ten thousand idle sessions are archived, no more than 125 in a transaction',
  async () => {
    await local.sql`
    with idle as (
      insert into sessions (id, created_at, last_active_at)
      select gen_random_uuid(), now() - interval '2 hours', now() - interval '1 hour' - n * interval '1 second'
      from generate_series(1, 10000) n returning id, created_at)
    insert into query_logs (query_id, session_id, question, answer, answered, created_at, latency_ms)
    select gen_random_uuid(), id, 'What is a lamp?', 'A light.', true, created_at, 500
    from idle, generate_series(1, 2)`
    local.cloud.requests.neon.reset()
    // A run stops after a minute, which a busy machine needs for a part of them; the next goes on.
    const left = async () => {
      await local.look('house')
      const [row] = await local.sql`select count(*)::int as n from sessions
      where archived_at is null and last_active_at < now() - interval '30 minutes'`
      return row?.n
    }
    await until(left, (n) => n === 0)
    expect(local.cloud.requests.neon.entries.length).toBeGreaterThanOrEqual(10_000 / 125)
  },
  patient(300_000),
)
