import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AnswerDocument, type ChatEvent } from '../../lib/chat/events.ts'
import {
  adminHeaders,
  type LocalSuite,
  readEvents,
  startLocalSuite,
  until,
  untilQuiet,
} from '../support/local-suite.ts'

let local: LocalSuite
beforeAll(async () => {
  local = await startLocalSuite({
    settings: { CLAIM_CHECK_MODEL: 'qwen/qwen3-235b-a22b', BUDGET_TOKENS_PER_DAY: '1000000' },
  })
})
afterAll(() => local.close())
afterEach(() => local.cloud.faults.openrouter.clear())

/** What the model streams, and after it what the checker does. */
const writes = (text: string) => ({
  kind: 'scripted' as const,
  match: 'chat',
  times: 1,
  writes: [
    `data: ${JSON.stringify({ model: 'scripted', choices: [{ index: 0, delta: { content: text } }] })}\n\n`,
    `data: ${JSON.stringify({ model: 'scripted', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: { prompt_tokens: 1000, completion_tokens: 10 } })}\n\n`,
    'data: [DONE]\n\n',
  ],
})

const says = (text: string) => writes(text)

let asked = 0
// Each in other words, so that none is answered from the cache.
const question = () => `What did early lamps burn in the year ${1800 + ++asked}?`
// Freely worded: the passage holds half of its words.
const free = 'Whale oil fuelled those first lanterns until kerosene came cheaper [1].'

const named = (events: ChatEvent[]) =>
  events.map(({ event }) => event).filter((name) => name !== 'delta')

const statusesIn = (events: ChatEvent[]) =>
  events.flatMap((told) =>
    told.event === 'citations' ? [told.data.citations.map(({ status }) => status)] : [],
  )

const chats = () =>
  local.cloud.requests.openrouter.entries.filter(({ path }) => path.endsWith('/chat/completions'))
    .length

async function loggedVerdicts(events: ChatEvent[]) {
  const [first] = events
  const id = first?.event === 'sources' ? first.data.query_id : ''
  const [row] = await until(
    () => local.sql`select sources from query_logs where query_id = ${id}`,
    (rows) => rows.length > 0,
  )
  return { id, verdicts: row?.sources[0].verdicts }
}

test('a verdict that the checker changes is told once more, after done, and logged', async () => {
  local.cloud.faults.openrouter.set(writes(free), says('1 yes'))
  const events = await readEvents(await local.ask({ question: question() }))
  expect(named(events).slice(0, 2)).toEqual(['sources', 'citations'])
  expect(named(events).slice(-2)).toEqual(['done', 'citations'])
  expect(statusesIn(events)).toEqual([['weak'], ['verified']])
  expect((await loggedVerdicts(events)).verdicts).toEqual(['verified'])
})

test('the desk and a stream that is resumed show the verdict of the checker', async () => {
  local.cloud.faults.openrouter.set(writes(free), says('1 yes'))
  const session = await local.openSession()
  const events = await readEvents(await local.ask({ question: question() }, session))
  const { id } = await loggedVerdicts(events)
  const desk = await local.request(`/v1/admin/conversations/${session.session_id}`, {
    headers: adminHeaders,
  })
  expect(await desk.json()).toMatchObject({ turns: [{ verdicts: [{ n: 1, status: 'verified' }] }] })
  const resumed = await readEvents(
    await local.request(`/v1/chat/${id}/events`, {
      headers: {
        authorization: `Bearer ${session.token}`,
        'last-event-id': `${events.length - 1}`,
      },
    }),
  )
  expect(named(resumed)).toEqual(['citations'])
  expect(statusesIn(resumed)).toEqual([['verified']])
})

test('a caller of the document does not wait for it, and the log has it all the same', async () => {
  local.cloud.faults.openrouter.set(writes(free), says('1 yes'))
  const response = await local.ask({ question: question() }, undefined, 'application/json')
  const answer = AnswerDocument.parse(await response.json())
  expect(answer.citations.map(({ status }) => status)).toEqual(['weak'])
  const [row] = await until(
    () => local.sql`select sources from query_logs where query_id = ${answer.query_id}`,
    (rows) => rows.length > 0,
  )
  expect(row?.sources[0].verdicts).toEqual(['verified'])
})

test('an answer that says what the sentence says is not asked about', async () => {
  const before = chats()
  const events = await readEvents(await local.ask({ question: 'When is the reservoir filled?' }))
  await untilQuiet(local)
  expect(chats() - before).toBe(1)
  expect(named(events).at(-1)).toBe('done')
})

test.each([
  ['says nothing of use', says('I think so.')],
  ['is away', { kind: 'status' as const, status: 500 as const, match: 'chat' }],
])('a checker that %s changes nothing', async (_what, fault) => {
  local.cloud.faults.openrouter.set(writes(free), fault)
  const events = await readEvents(await local.ask({ question: question() }))
  expect(statusesIn(events)).toEqual([['weak']])
  expect(named(events).at(-1)).toBe('done')
  expect((await loggedVerdicts(events)).verdicts).toEqual(['weak'])
})

test('what the checker costs counts against the budget and stands in the log', async () => {
  const spent = async () => {
    const response = await local.request('/v1/admin/overview', { headers: adminHeaders })
    const { budgets } = (await response.json()) as { budgets: { spent: number }[] }
    return budgets[0]?.spent ?? 0
  }
  await untilQuiet(local)
  const before = await spent()
  local.cloud.faults.openrouter.set(writes(free), says('1 no'))
  const events = await readEvents(await local.ask({ question: question() }))
  const { id } = await loggedVerdicts(events)
  await untilQuiet(local)
  expect((await spent()) - before).toBe(2020)
  const [row] = await local.sql`select usage from query_logs where query_id = ${id}`
  expect(row?.usage).toMatchObject({ prompt_tokens: 2000, completion_tokens: 20 })
})
