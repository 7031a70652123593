import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { Conversation } from '../../lib/admin/conversation.ts'
import { ConversationList } from '../../lib/admin/conversations.ts'
import { Costs } from '../../lib/admin/costs.ts'
import { RatedAnswers } from '../../lib/admin/rated-answers.ts'
import { conversationsOf, type Session } from '../conversation/a-conversation.ts'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'

const prices = { PRICE_INPUT_PER_MILLION: '100', PRICE_OUTPUT_PER_MILLION: '300' }

let local: LocalSuite
let talk: ReturnType<typeof conversationsOf>
let answered: Session
let refused: Session
beforeAll(async () => {
  local = await startLocalSuite({ settings: prices })
  talk = conversationsOf(local)
  answered = await local.openSession()
  const { query_id } = await talk.ask(answered, 'What is the glass cleaned with?')
  await talk.ask(answered, 'How tall is a first-order Fresnel lens?')
  const words = { reason: 'wrong', comment: '=HYPERLINK("https://x.example"), I "doubt" it' }
  expect((await talk.rate(answered, { query_id, rating: 'down', ...words })).status).toBe(204)
  refused = await local.openSession()
  await talk.ask(refused, 'Who invented the telephone?')
})
afterAll(() => local.close())

const read = (path: string) => local.request(`/v1/admin/${path}`, { headers: adminHeaders })
const list = async (query = '') =>
  ConversationList.parse(await (await read(`conversations${query}`)).json())
const idsOf = async (query: string) => (await list(query)).data.map(({ session_id }) => session_id)

test('the conversations are listed, the latest first, each in a line', async () => {
  const { data } = await list()
  expect(data.map(({ session_id }) => session_id)).toEqual([
    refused.session_id,
    answered.session_id,
  ])
  expect(data[1]).toMatchObject({
    first_question: 'What is the glass cleaned with?',
    questions: 2,
    answered: 2,
    rated_down: 1,
    channel: 'page',
    status: 'active',
  })
})

test.each([
  ['?answered=false', () => [refused]],
  ['?answered=true', () => [answered]],
  ['?rating=down', () => [answered]],
  ['?rating=up', () => []],
  ['?q=TELEPHONE', () => [refused]],
  ['?q=fresnel&answered=true', () => [answered]],
  // One question has to meet both.
  ['?q=fresnel&rating=down', () => []],
  ['?q=%25', () => []],
  ['?page=docs/Part-1-lamps/01-the-fresnel-lens.md', () => [answered]],
  ['?channel=telegram', () => []],
  ['?channel=page&status=active', () => [refused, answered]],
  ['?cached=true', () => []],
])('conversations are filtered by %s', async (query, wanted) => {
  expect(await idsOf(query)).toEqual(wanted().map(({ session_id }) => session_id))
})

test('the list is cursor-paged, and refuses what it does not know', async () => {
  const first = await list('?limit=1')
  expect(first.data).toHaveLength(1)
  const second = await list(`?limit=1&cursor=${encodeURIComponent(first.next_cursor ?? '')}`)
  expect(second.data.map(({ session_id }) => session_id)).toEqual([answered.session_id])
  expect(second.next_cursor).toBeUndefined()
  for (const query of [
    '?colour=blue',
    '?answered=perhaps',
    '?cursor=mine',
    '?days=8',
    '?format=xml',
  ])
    expect((await read(`conversations${query}`)).status).toBe(422)
})

test('a conversation is told as its reader saw it, with verdicts, numbers and money', async () => {
  const reply = await read(`conversations/${answered.session_id}`)
  const { turns, hand_offs, ...head } = Conversation.parse(await reply.json())
  expect(head).toMatchObject({ channel: 'page', status: 'active', is_cut: false })
  expect(hand_offs).toEqual([])
  const [first] = turns
  expect(turns).toHaveLength(2)
  expect(first).toMatchObject({
    question: 'What is the glass cleaned with?',
    answered: true,
    rating: 'down',
    feedback: { reason: 'wrong' },
  })
  expect(new Set(first?.verdicts.map(({ status }) => status))).toEqual(new Set(['verified']))
  expect(first?.sources.some(({ is_cited }) => is_cited)).toBe(true)
  expect(first?.timings).toHaveProperty('lexical')
  const { prompt_tokens = 0, completion_tokens = 0, money } = first ?? {}
  expect(money).toBeCloseTo((prompt_tokens * 100 + completion_tokens * 300) / 1e6)
})

test('an unknown conversation is not found, and one that was erased is gone from the list', async () => {
  expect((await read(`conversations/${crypto.randomUUID()}`)).status).toBe(404)
  const session = await local.openSession()
  await talk.ask(session, 'Who is dismissed?')
  expect(await idsOf('?q=dismissed')).toEqual([session.session_id])
  expect((await talk.call(session, 'DELETE')).status).toBe(204)
  expect(await idsOf('?q=dismissed')).toEqual([])
  expect((await read(`conversations/${session.session_id}`)).status).toBe(404)
})

test('disliked answers are listed with the reader’s words and the pages they cite', async () => {
  const { data } = RatedAnswers.parse(await (await read('feedback')).json())
  expect(data).toMatchObject([
    { rating: 'down', reason: 'wrong', question: 'What is the glass cleaned with?' },
  ])
  const [source] = data[0]?.pages ?? []
  expect(source?.source).toMatch(/^docs\/.*\.md$/)
  const onPage = await read(`feedback?page=${encodeURIComponent(source?.source ?? '')}`)
  expect(RatedAnswers.parse(await onPage.json()).data).toHaveLength(1)
  expect(RatedAnswers.parse(await (await read('feedback?rating=up')).json()).data).toEqual([])
})

test('a list comes as a file that no spreadsheet takes for formulas', async () => {
  const csv = await read('feedback?format=csv')
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename="feedback.csv"')
  const [head, line] = (await csv.text()).split('\r\n')
  expect(head).toMatch(/^query_id,session_id,rating,reason,comment,/)
  expect(line).toContain(`"'=HYPERLINK(""https://x.example""), I ""doubt"" it"`)
  const jsonl = await (await read('conversations?format=jsonl')).text()
  const lines = jsonl
    .trim()
    .split('\n')
    .map((one) => JSON.parse(one))
  expect(lines.map(({ session_id }) => session_id)).toEqual(await idsOf(''))
})

test('the costs of today are those of its questions, by page and by channel, and the cache has saved some', async () => {
  const again = await local.openSession()
  await until(
    async () => (await talk.ask(again, 'How tall is a first-order Fresnel lens?')).cached,
    (cached) => cached === 'exact',
  )
  const costs = Costs.parse(await (await read('costs')).json())
  const [logged] = await local.sql`
    select count(*)::int as questions, sum((usage ->> 'prompt_tokens')::int)::int as prompt_tokens
    from query_logs`
  expect(costs.today).toMatchObject({ ...logged })
  expect(costs.today.money).toBeGreaterThan(0)
  expect(costs.month.questions).toBe(costs.today.questions)
  expect(costs.forecast.questions).toBeGreaterThanOrEqual(costs.month.questions)
  expect(costs.by_channel[0]).toMatchObject({ channel: 'page' })
  expect(costs.by_page.map(({ page }) => page)).toContain(
    'docs/Part-1-lamps/01-the-fresnel-lens.md',
  )
  expect(costs.saved.hits).toBeGreaterThan(0)
  expect(costs.saved.money).toBeGreaterThan(0)
})

test('the costs are the same whether days are closed or not', async () => {
  await local.sql`
    insert into query_logs (query_id, session_id, sources, created_at, answered, cached, usage)
    select gen_random_uuid(), ${refused.session_id}, '[{"source": "docs/z.md", "is_cited": true}]',
      now() - n * interval '1 day', true, case when n % 2 = 0 then 'exact' end,
      '{"prompt_tokens": 10, "completion_tokens": 2}' from generate_series(2, 9) n`
  // A forecast changes with every second.
  const costs = async () =>
    z.omit(Costs, { forecast: true }).parse(await (await read('costs')).json())
  const before = await costs()
  await local.sql`select close_days(100)`
  expect(await costs()).toEqual(before)
})

test('none of it is for anybody else', async () => {
  const paths = ['conversations', `conversations/${answered.session_id}`, 'feedback', 'costs']
  for (const path of paths) {
    const init = { headers: { authorization: `Bearer ${answered.token}` } }
    expect((await local.request(`/v1/admin/${path}`, init)).status).toBe(401)
  }
})
