import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'
import { conversationsOf, dumpTables } from './a-conversation.ts'

let local: LocalSuite
let conversations: ReturnType<typeof conversationsOf>
beforeAll(async () => {
  local = await startLocalSuite({
    settings: { PERSIST_MESSAGES: 'false', QUERY_LOG_TEXT: 'false', RETENTION_DAYS: '30' },
  })
  conversations = conversationsOf(local)
  await conversations.subscribe('chat.response.generated', 'feedback.received')
})
afterAll(() => local.close())

test('with PERSIST_MESSAGES and QUERY_LOG_TEXT off no table keeps a word, once all is delivered and has expired', async () => {
  const session = await local.openSession()
  const { query_id } = await conversations.ask(session, 'What did early thaumatrope lamps burn?', {
    selected_text: 'The wyvern moors at the iron mast when the wind is from the west.',
  })
  await conversations.rate(session, { query_id, rating: 'up', comment: 'A vexillum' })
  const [row] = await local.sql`
    select question, answer, selected_text, rating, feedback, answered from query_logs
    where query_id = ${query_id}`
  expect(row).toEqual({
    question: null,
    answer: null,
    selected_text: null,
    rating: 'up',
    feedback: {},
    answered: true,
  })
  await local.sql`update webhook_deliveries set status = 'delivered'`
  // Without Redis the state of a conversation is here too, until it expires.
  await local.sql`update kv set expires_at = now()`
  await local.sql`update sessions set last_active_at = last_active_at - interval '31 minutes'`
  await local.look('house')
  expect(await local.sql`select summary from session_summaries`).toEqual([])
  const [archived] = await local.sql`select outcome, signal from sessions_archive`
  expect(archived).toEqual({ outcome: 'resolved', signal: 'rated_up' })
  const tables = await dumpTables(local)
  for (const word of ['thaumatrope', 'wyvern', 'vexillum']) expect(tables).not.toContain(word)
})

test('what was written after a hand-off is erased a day after it was closed, and not before', async () => {
  const session = await local.openSession()
  await conversations.call(session, 'POST', '/escalate', { reason: 'Help' })
  const wrote = await conversations.call(session, 'POST', '/escalation/messages', {
    content: 'Mumpsimus',
  })
  expect(wrote.status).toBe(201)
  const close = (ago: string) => local.sql`
    update escalations set status = 'closed', closed_at = now() - ${ago}::interval
    where session_id = ${session.session_id}`
  const said = () =>
    local.sql`select content from messages where session_id = ${session.session_id}`
  await close('23 hours')
  await local.look('house')
  expect(await said()).toEqual([{ content: 'Mumpsimus' }])
  await close('25 hours')
  await local.look('house')
  expect(await said()).toEqual([])
})

test('words older than RETENTION_DAYS are erased at most 200 at once, and younger ones stay', async () => {
  await local.sql`
    with old as (
      insert into sessions (id, created_at, last_active_at, archived_at)
      select gen_random_uuid(), now() - interval '31 days', now() - interval '31 days', now()
      from generate_series(1, 900) returning id)
    insert into query_logs (query_id, session_id, question, answer, created_at, answered)
    select gen_random_uuid(), id, 'An old question', 'An old answer', now() - interval '31 days', true
    from old`
  const young = await local.openSession()
  await local.sql`insert into query_logs (query_id, session_id, question, created_at)
    values (gen_random_uuid(), ${young.session_id}, 'A young question', now() - interval '29 days'),
      (gen_random_uuid(), null, 'A stray question', now() - interval '31 days')`
  await local.look('house')
  const rows = await until(
    () => local.sql`select question from query_logs where question is not null`,
    (found) => found.length === 1,
  )
  expect(rows).toEqual([{ question: 'A young question' }])
  const [sessions] = await local.sql`select count(*)::int as n from sessions
    where last_active_at < now() - interval '30 days'`
  expect(sessions).toEqual({ n: 0 })
  const [kept] = await local.sql`select count(*)::int as n from query_logs where answered`
  expect(kept?.n).toBe(901)
  // What a transaction has written bears its number.
  const written = await local.sql`
    select count(*)::int as n from query_logs where answered group by xmin::text`
  expect(Math.max(...written.map(({ n }) => n))).toBeLessThanOrEqual(200)
})
