import { afterAll, beforeAll, expect, test } from 'vitest'
import { History } from '../../lib/conversation/history.ts'
import { phrasesIn } from '../../lib/text/phrases.ts'
import { type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'
import { conversationsOf, dumpEverything, type Session } from './a-conversation.ts'

let local: LocalSuite
let conversations: ReturnType<typeof conversationsOf>
beforeAll(async () => {
  local = await startLocalSuite()
  conversations = conversationsOf(local)
  await conversations.subscribe(
    'chat.response.generated',
    'session.resolved',
    'chat.escalated',
    'feedback.received',
  )
})
afterAll(() => local.close())

async function historyOf(session: Session, query = '') {
  const response = await conversations.call(session, 'GET', `/messages${query}`)
  expect(response.status).toBe(200)
  return History.parse(await response.json())
}

async function statusOf(session: Session) {
  return await (await conversations.call(session, 'GET')).json()
}

test('a history is the conversation, oldest first, and its answers name their sources', async () => {
  const session = await local.openSession()
  const questions = ['What did early lamps burn?', 'How tall is a first-order Fresnel lens?']
  for (const question of questions) await conversations.ask(session, question)
  const { data, next_cursor } = await historyOf(session)
  expect(next_cursor).toBeUndefined()
  expect(data.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant'])
  expect(data.flatMap(({ role, content }) => (role === 'user' ? content : []))).toEqual(questions)
  expect(data.at(-1)?.sources[0]).toMatchObject({ n: 1, is_cited: true })
})

test('a history comes in pages that a cursor joins', async () => {
  const session = await local.openSession()
  for (const n of [1, 2, 3]) await conversations.ask(session, `What is trimmed on day ${n}?`)
  const whole = await historyOf(session)
  const pages: History['data'] = []
  for (let cursor = ''; ; ) {
    const page = await historyOf(session, `?limit=4${cursor && `&cursor=${cursor}`}`)
    pages.push(...page.data)
    if (page.next_cursor === undefined) break
    cursor = encodeURIComponent(page.next_cursor)
  }
  expect(pages).toEqual(whole.data)
  const foreign = await conversations.call(session, 'GET', '/messages?cursor=nonsense')
  expect(foreign.status).toBe(422)
})

test('a session that a reader resolves is resolved, told of once, and active with a new question', async () => {
  const session = await local.openSession()
  await conversations.ask(session, 'What did early lamps burn?')
  expect((await conversations.call(session, 'POST', '/resolve')).status).toBe(200)
  expect((await conversations.call(session, 'POST', '/resolve', {})).status).toBe(200)
  expect(await statusOf(session)).toMatchObject({ status: 'resolved' })
  const told = await conversations.told(session)
  expect(told.map(({ type }) => type)).toEqual(['chat.response.generated', 'session.resolved'])
  await conversations.ask(session, 'Who trims the wick?')
  expect(await statusOf(session)).toMatchObject({ status: 'active' })
})

test('an escalation is kept and told with a link that opens this transcript alone', async () => {
  const session = await local.openSession()
  await conversations.ask(session, 'What did early lamps burn?')
  const body = { reason: 'My lamp is not in the book', contact: 'keeper@lighthouse.example' }
  const escalated = await conversations.call(session, 'POST', '/escalate', body)
  expect(await escalated.json()).toMatchObject({ status: 'escalated' })
  const [row] = await local.sql`select * from escalations where session_id = ${session.session_id}`
  expect(row).toMatchObject(body)
  const event = (await conversations.told(session)).find(({ type }) => type === 'chat.escalated')
  expect(event?.data).toMatchObject({ ...body, escalation_id: row?.id })
  const link = String(event?.data.transcript_url)
  const transcript = await fetch(link)
  expect(History.parse(await transcript.json()).data).toHaveLength(2)
  const other = await local.openSession()
  const elsewhere = await fetch(link.replace(session.session_id, other.session_id))
  expect(elsewhere.status).toBe(403)
  expect((await fetch(`${link}x`)).status).toBe(401)
  const token = new URL(link).searchParams.get('access') ?? ''
  expect((await conversations.call({ ...session, token }, 'GET', '')).status).toBe(401)
  expect((await conversations.call({ ...other, token: session.token }, 'GET', '')).status).toBe(403)
})

test('after an escalation neither resolving nor escalating is possible', async () => {
  const session = await local.openSession()
  const reason = { reason: 'I want to talk to someone' }
  expect((await conversations.call(session, 'POST', '/escalate', reason)).status).toBe(200)
  expect((await conversations.call(session, 'POST', '/resolve')).status).toBe(409)
  expect((await conversations.call(session, 'POST', '/escalate', reason)).status).toBe(409)
  expect(await conversations.told(session)).toHaveLength(1)
})

test('a reader who resolved may still ask for a person', async () => {
  const session = await local.openSession()
  await conversations.call(session, 'POST', '/resolve')
  const response = await conversations.call(session, 'POST', '/escalate', { reason: 'Not so' })
  expect(await response.json()).toMatchObject({ status: 'escalated' })
})

test('a second refusal in a row offers a person, and an answer between the two takes that back', async () => {
  const session = await local.openSession()
  const refused = [
    'Which submarine cables cross Antarctica?',
    'Who won the chess olympiad in 1962?',
  ]
  const [first = '', second = ''] = refused
  expect((await conversations.ask(session, first)).hand_off).toBeUndefined()
  await conversations.ask(session, 'What did early lamps burn?')
  expect((await conversations.ask(session, second)).hand_off).toBeUndefined()
  const again = await conversations.ask(session, first)
  expect(again).toMatchObject({ answered: false, hand_off: 'refused-again' })
  expect(again.answer).toContain(phrasesIn('en').handOff)
})

test('a reader who asks for a person is offered one at once, and nothing is searched', async () => {
  const session = await local.openSession()
  local.cloud.requests.openrouter.reset()
  const offered = await conversations.ask(session, 'Can I talk to a human about the lamps?')
  expect(offered).toMatchObject({ answered: true, hand_off: 'asked-for' })
  expect(offered.answer).toBe(phrasesIn('en').handOff)
  expect(local.cloud.requests.openrouter.entries).toEqual([])
})

test('of two ratings the latest counts, and each is told', async () => {
  const session = await local.openSession()
  const { query_id } = await conversations.ask(session, 'What does the keeper write?')
  const down = { query_id, rating: 'down', reason: 'outdated', comment: 'Since 2.0 it is gone' }
  expect((await conversations.rate(session, { query_id, rating: 'up' })).status).toBe(204)
  expect((await conversations.rate(session, down)).status).toBe(204)
  const [row] =
    await local.sql`select rating, feedback from query_logs where query_id = ${query_id}`
  expect(row).toEqual({
    rating: 'down',
    feedback: { reason: 'outdated', comment: 'Since 2.0 it is gone', evicted: true },
  })
  const told = (await conversations.told(session)).filter(({ type }) => type.startsWith('feedback'))
  expect(told.map(({ data }) => data.rating)).toEqual(['up', 'down'])
})

test("feedback on another session's answer is 403, on an unknown one 404", async () => {
  const [mine, other] = [await local.openSession(), await local.openSession()]
  const { query_id } = await conversations.ask(other, 'How does the keeper clean the glass?')
  const status = async (id: string) =>
    (await conversations.rate(mine, { query_id: id, rating: 'up' })).status
  expect(await status(query_id)).toBe(403)
  expect(await status(crypto.randomUUID())).toBe(404)
  const [row] = await local.sql`select rating from query_logs where query_id = ${query_id}`
  expect(row?.rating).toBeNull()
})

test('an answer that is rated down leaves the cache', async () => {
  const session = await local.openSession()
  const question = 'Where does the keeper store the lamp oil?'
  await conversations.ask(session, question)
  const again = await until(
    () => conversations.ask(session, question),
    ({ cached }) => cached === 'exact',
  )
  const down = { query_id: again.query_id, rating: 'down' }
  expect((await conversations.rate(session, down)).status).toBe(204)
  expect((await conversations.ask(session, question)).cached).toBe(false)
})

test('after an erasure none of the words is found in any table, in Redis or in Qdrant', async () => {
  const session = await local.openSession()
  const words = ['xylograph', 'quaestor', 'zymurgy', 'wyvern', 'vexillum', 'uvarovite']
  const [asked, selected, then, reason, contact, comment] = words
  const { query_id } = await conversations.ask(session, `What did early ${asked} lamps burn?`)
  await conversations.ask(session, 'What does this mean?', {
    selected_text: `The ${selected} moors at the iron mast when the wind is from the west.`,
  })
  await conversations.ask(session, `And how tall is the ${then} lens?`)
  await conversations.rate(session, { query_id, rating: 'up', comment: `A ${comment}` })
  const body = { reason: `My ${reason}`, contact: `${contact}@lighthouse.example` }
  await conversations.call(session, 'POST', '/escalate', body)
  await local.sql`insert into session_summaries (session_id, summary)
    values (${session.session_id}, ${words.join(' ')})`
  const before = await dumpEverything(local)
  const found = (text: string) => words.filter((word) => text.includes(word))
  expect(found(before)).toEqual(words)
  expect((await conversations.call(session, 'DELETE')).status).toBe(204)
  expect(found(await dumpEverything(local))).toEqual([])
  const [row] = await local.sql`select answered from query_logs where query_id = ${query_id}`
  expect(row).toEqual({ answered: true })
})

test('an erased session is gone: 404 to its own token', async () => {
  const session = await local.openSession()
  await conversations.call(session, 'DELETE')
  expect((await conversations.call(session, 'GET')).status).toBe(404)
  expect((await conversations.call(session, 'GET', '/messages')).status).toBe(404)
  expect((await conversations.call(session, 'DELETE')).status).toBe(404)
  expect((await conversations.call(session, 'POST', '/resolve')).status).toBe(404)
  expect((await conversations.call(session, 'POST', '/escalate', { reason: 'x' })).status).toBe(404)
})

test('an answer that was on its way when its session was erased leaves no words', async () => {
  const session = await local.openSession()
  local.cloud.faults.neon.set({ kind: 'down' })
  const response = await local.ask({ question: 'Where is the thaumatrope?' }, session)
  const asking = response.text()
  await asking
  local.cloud.faults.neon.clear()
  expect((await conversations.call(session, 'DELETE')).status).toBe(204)
  await until(
    () => local.sql`select question from query_logs where session_id is null and question is null`,
    (rows) => rows.length > 0,
  )
  const rows = await local.sql`select 1 from query_logs where question like '%thaumatrope%'`
  expect(rows).toEqual([])
})

test('two readers who take turns forty times each read nothing of each other', async () => {
  const readers = await Promise.all(
    ['amber', 'cobalt'].map(async (word) => ({ word, session: await local.openSession() })),
  )
  for (let turn = 1; turn <= 40; turn += 1) {
    await Promise.all(
      readers.map(async ({ word, session }) => {
        const question = `What does ${word}${turn} mean for the keeper?`
        const answer = await conversations.ask(session, turn % 2 ? question : `And ${question}`)
        const other = word === 'amber' ? 'cobalt' : 'amber'
        expect(JSON.stringify(answer)).not.toContain(other)
      }),
    )
  }
  for (const { word, session } of readers) {
    const { data } = await historyOf(session, '?limit=100')
    expect(data).toHaveLength(80)
    const text = JSON.stringify(data)
    for (let turn = 1; turn <= 40; turn += 1) expect(text).toContain(`${word}${turn} `)
    expect(text).not.toContain(word === 'amber' ? 'cobalt' : 'amber')
  }
})
