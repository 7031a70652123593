import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { eventsKey } from '../../lib/conversation/conversation-state.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { putState } from '../support/state-keys.ts'
import { conversationsOf, type Session } from './a-conversation.ts'

let local: LocalSuite
let conversations: ReturnType<typeof conversationsOf>
beforeAll(async () => {
  local = await startLocalSuite({ settings: { SHARED_ANSWER_DAYS: '30' } })
  conversations = conversationsOf(local)
})
afterAll(() => local.close())

const share = (session: Session, query_id: string) =>
  local.request('/v1/shared-answers', {
    method: 'POST',
    headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query_id }),
  })

test('an answer can be rated and shared from its last byte on', async () => {
  const readers = Array.from({ length: 12 }, async (_, n) => {
    const session = await local.openSession()
    const question = `What did early thaumatrope lamps burn in ward ${n}?`
    const reply = await local.ask({ question }, session, 'application/json')
    const { query_id } = AnswerDocument.parse(await reply.json())
    const rated = conversations.rate(session, { query_id, rating: 'up' })
    const [{ status: rating }, { status: sharing }] = await Promise.all([
      rated,
      share(session, query_id),
    ])
    return { rating, sharing }
  })
  for (const statuses of await Promise.all(readers))
    expect(statuses).toEqual({ rating: 204, sharing: 201 })
})

test('an answer whose log is late is not said to be unknown', async () => {
  const session = await local.openSession()
  const query_id = randomUUID()
  const held = JSON.stringify({ session_id: session.session_id, events: [] })
  await putState(local, eventsKey(query_id), held)
  for (const tried of [
    await conversations.rate(session, { query_id, rating: 'down' }),
    await share(session, query_id),
  ]) {
    expect(tried.status).toBe(503)
    expect(Number(tried.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await tried.json()).detail).toContain('not in the log yet')
  }
  const other = await local.openSession()
  expect((await conversations.rate(other, { query_id, rating: 'down' })).status).toBe(404)
})
