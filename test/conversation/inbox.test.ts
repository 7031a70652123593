import { afterAll, beforeAll, expect, test } from 'vitest'
import { EscalationMessage } from '../../lib/conversation/escalation/escalation.ts'
import { Inbox, InboxEntry } from '../../lib/conversation/escalation/inbox.ts'
import { ReadersEscalation } from '../../lib/conversation/escalation/readers-side.ts'
import { SentReply } from '../../lib/conversation/escalation/replies.ts'
import { History } from '../../lib/conversation/history.ts'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'
import { conversationsOf, dumpEverything, type Session } from './a-conversation.ts'

let local: LocalSuite
let talk: ReturnType<typeof conversationsOf>
beforeAll(async () => {
  local = await startLocalSuite()
  talk = conversationsOf(local)
  await talk.subscribe(
    'escalation.taken',
    'escalation.message',
    'escalation.closed',
    'session.resolved',
  )
})
afterAll(() => local.close())

const inbox = async (query = '') =>
  Inbox.parse(await (await desk('GET', query)).json()).data.map((line) => line.session_id)

const desk = (method: string, path = '', body?: object, headers: object = adminHeaders) =>
  local.request(`/v1/admin/escalations${path}`, {
    method,
    headers: { ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })

/** A reader who asked something, then for a person. */
async function waiting(reason: string) {
  const session = await local.openSession()
  expect((await talk.call(session, 'POST', '/escalate', { reason })).status).toBe(200)
  const { escalation_id } = await handOffOf(session)
  return { session, id: `/${escalation_id}` }
}

const handOffOf = async (session: Session, query = '') =>
  ReadersEscalation.parse(await (await talk.call(session, 'GET', `/escalation${query}`)).json())

const write = (session: Session, content: string) =>
  talk.call(session, 'POST', '/escalation/messages', { content })

test('a reader and a person talk, and the conversation carries it until the person closes it', async () => {
  const { session, id } = await waiting('My lens is cracked')
  expect((await write(session, 'It is a first-order lens.')).status).toBe(201)
  expect(await handOffOf(session)).toMatchObject({ status: 'waiting' })
  const reply = await desk('POST', `${id}/messages`, { content: 'Send a photo.', author: 'Ada' })
  expect(reply.status).toBe(201)
  const said = SentReply.parse(await reply.json())
  expect(said).toMatchObject({ from: 'person', author: 'Ada' })
  expect(said).not.toHaveProperty('is_sent')
  const before = await handOffOf(session)
  expect(before.status).toBe('taken')
  expect(before.messages.map(({ from, content }) => [from, content])).toEqual([
    ['reader', 'It is a first-order lens.'],
    ['person', 'Send a photo.'],
  ])
  await write(session, 'Here it is.')
  const since = await handOffOf(session, `?after=${said.message_id}`)
  expect(since.messages.map(({ content }) => content)).toEqual(['Here it is.'])
  const entry = InboxEntry.parse(await (await desk('GET', id)).json())
  expect(entry).toMatchObject({
    taken_by: 'ADMIN_TOKEN',
    unanswered: 1,
    reason: 'My lens is cracked',
  })
  expect((await desk('POST', `${id}/close`, {})).status).toBe(200)
  expect((await write(session, 'One more thing')).status).toBe(409)
  const history = History.parse(await (await talk.call(session, 'GET', '/messages')).json())
  expect(history.data.map(({ role, author }) => [role, author])).toEqual([
    ['user', undefined],
    ['person', 'Ada'],
    ['user', undefined],
  ])
  expect(await (await talk.call(session, 'GET')).json()).toMatchObject({ status: 'resolved' })
  const told = await talk.told(session)
  expect(told.map(({ type }) => type).toSorted()).toEqual([
    'escalation.closed',
    'escalation.message',
    'escalation.message',
    'escalation.message',
    'escalation.taken',
    'session.resolved',
  ])
})

test('who has been helped can ask for a person again', async () => {
  const { session, id } = await waiting('First')
  await desk('POST', `${id}/close`, {})
  expect((await talk.call(session, 'POST', '/escalate', { reason: 'Second' })).status).toBe(200)
  expect(await handOffOf(session)).toMatchObject({ status: 'waiting', messages: [] })
  expect((await desk('POST', `${id}/messages`, { content: 'Too late' })).status).toBe(409)
})

test('the inbox lists who waits, the longest first, and pages', async () => {
  const first = await waiting('First of two')
  const second = await waiting('Second of two')
  const open = await inbox()
  const [a, b] = [first, second].map(({ session }) => open.indexOf(session.session_id))
  expect(a).toBeGreaterThanOrEqual(0)
  expect(a).toBeLessThan(b ?? -1)
  const all: string[] = []
  for (let cursor = ''; ; ) {
    const page = Inbox.parse(await (await desk('GET', `?limit=1${cursor}`)).json())
    all.push(...page.data.map(({ session_id }) => session_id))
    if (!page.next_cursor) break
    cursor = `&cursor=${encodeURIComponent(page.next_cursor)}`
  }
  expect(all).toEqual(open)
  await desk('POST', `${first.id}/close`, {})
  expect(await inbox()).not.toContain(first.session.session_id)
  expect((await inbox('?status=closed'))[0]).toBe(first.session.session_id)
  const csv = await (await desk('GET', '?format=csv')).text()
  expect(csv).toContain('Second of two')
})

test('of two who take a hand-off one has it; given back, it waits for another', async () => {
  const { id } = await waiting('Both of you')
  const names = ['Ada', 'Bea']
  const made = await Promise.all(
    names.map(async (name) => {
      const body = JSON.stringify({ name, role: 'editor' })
      const reply = await local.request('/v1/admin/tokens', {
        method: 'POST',
        headers: adminHeaders,
        body,
      })
      const { token } = (await reply.json()) as { token: string }
      return { ...adminHeaders, authorization: `Bearer ${token}` }
    }),
  )
  const replies = await Promise.all(made.map((headers) => desk('POST', `${id}/take`, {}, headers)))
  expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409])
  const has = names[replies.findIndex(({ status }) => status === 200)]
  const refused = replies.find(({ status }) => status === 409)
  expect(await refused?.text()).toContain(`${has} has taken this hand-off`)
  expect((await desk('POST', `${id}/release`, {}, made[0])).status).toBe(200)
  const other = made[replies.findIndex(({ status }) => status === 409)]
  expect((await desk('POST', `${id}/take`, {}, other)).status).toBe(200)
})

test('only an editor or an owner answers, and only the reader of the session writes to the person', async () => {
  const { session, id } = await waiting('Mine alone')
  const body = JSON.stringify({ name: 'Viewer', role: 'viewer' })
  const made = await local.request('/v1/admin/tokens', {
    method: 'POST',
    headers: adminHeaders,
    body,
  })
  const { token } = (await made.json()) as { token: string }
  const viewer = { ...adminHeaders, authorization: `Bearer ${token}` }
  expect((await desk('GET', id, undefined, viewer)).status).toBe(200)
  expect((await desk('POST', `${id}/messages`, { content: 'x' }, viewer)).status).toBe(403)
  const stranger = await local.openSession()
  const asStranger = { ...session, token: stranger.token }
  expect((await write(asStranger, 'x')).status).toBe(403)
  expect((await talk.call(asStranger, 'GET', '/escalation')).status).toBe(403)
})

test.each([
  { content: '' },
  { content: 'x'.repeat(2001) },
  { content: 'a\u0000b' },
  {},
  { text: 'x' },
])('a reply of %o is refused field by field', async (body) => {
  const { session, id } = await waiting('Wrong')
  expect((await desk('POST', `${id}/messages`, body)).status).toBe(422)
  expect((await talk.call(session, 'POST', '/escalation/messages', body)).status).toBe(422)
  expect((await handOffOf(session)).messages).toEqual([])
})

test('without a hand-off, or with one that is unknown, nothing is there', async () => {
  const session = await local.openSession()
  expect((await talk.call(session, 'GET', '/escalation')).status).toBe(404)
  expect((await write(session, 'x')).status).toBe(404)
  const nowhere = `/${crypto.randomUUID()}`
  expect((await desk('GET', nowhere)).status).toBe(404)
  for (const deed of ['take', 'release', 'close'])
    expect((await desk('POST', `${nowhere}/${deed}`, {})).status).toBe(404)
})

test('what was said is gone with the conversation, and nobody waits any more', async () => {
  const { session, id } = await waiting('A very private cormorant')
  await write(session, 'The cormorant is blue')
  await desk('POST', `${id}/messages`, { content: 'Which cormorant?' })
  expect((await talk.call(session, 'DELETE')).status).toBe(204)
  expect(await inbox()).not.toContain(session.session_id)
  expect((await desk('POST', `${id}/messages`, { content: 'Still there?' })).status).toBe(404)
  expect(await dumpEverything(local)).not.toMatch(/cormorant/i)
})

test('a hand-off that a person closed is archived as resolved, by that person', async () => {
  const { session, id } = await waiting('Archive me')
  await talk.ask(session, 'What is the glass cleaned with?')
  await desk('POST', `${id}/close`, {})
  await local.sql`
    update sessions set last_active_at = now() - interval '1 hour' where id = ${session.session_id}`
  await local.look('house')
  const [row] = await until(
    () => local.sql`
      select outcome, outcome_basis, signal from sessions_archive where session_id = ${session.session_id}`,
    (rows) => rows.length === 1,
  )
  expect(row).toEqual({ outcome: 'resolved', outcome_basis: 'confirmed', signal: 'person' })
  const ends = (await talk.told(session)).filter(({ type }) => type === 'session.resolved')
  expect(ends).toHaveLength(1)
})

test('a message is given as it is kept', async () => {
  const { session } = await waiting('As it is')
  const message = EscalationMessage.parse(
    await (await write(session, '  <b>bold</b> & more ')).json(),
  )
  expect(message.content).toBe('<b>bold</b> & more')
  expect((await handOffOf(session)).messages).toEqual([message])
})
