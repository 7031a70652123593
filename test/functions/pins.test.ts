import { afterAll, beforeAll, expect, test } from 'vitest'
import { PinList, PinnedAnswer } from '../../lib/admin/desk/pins.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { adminHeaders, type LocalSuite, startLocalSuite, until } from '../support/local-suite.ts'

const asked = 'What is the glass cleaned with?'

let local: LocalSuite
beforeAll(async () => {
  // The tests' embeddings only count words.
  local = await startLocalSuite({ settings: { NEAR_MATCH_THRESHOLD: '0.5' } })
})
afterAll(() => local.close())

const send = (method: string, path: string, body?: object) =>
  local.request(`/v1/admin/pins${path}`, {
    method,
    headers: adminHeaders,
    ...(body && { body: JSON.stringify(body) }),
  })
const ask = async (question: string, more: object = {}) =>
  AnswerDocument.parse(
    await (await local.ask({ question, ...more }, undefined, 'application/json')).json(),
  )
async function pin(body: object) {
  const reply = await send('POST', '', body)
  expect(reply.status).toBe(201)
  return PinnedAnswer.parse(await reply.json())
}
const list = async () => PinList.parse(await (await send('GET', '')).json()).data

/** The passage that says what the glass is cleaned with. */
async function cleaning() {
  const [row] = await local.sql`
    select id::text, content from documents where content ilike '%clean%' and content ilike '%glass%' limit 1`
  return { id: String(row?.id), text: String(row?.content) }
}

test('a pinned answer is given to its question as the owner’s, with its sources, before any cached one', async () => {
  expect((await ask(asked)).pinned).toBeUndefined()
  const { id, text } = await cleaning()
  const sentence = text.split(/(?<=\.)\s/).find((one) => /clean/i.test(one)) ?? text
  const pinned = await pin({ question: asked, answer: `${sentence} [1]`, passage_ids: [id] })
  expect(pinned).toMatchObject({ author: 'ADMIN_TOKEN', state: 'in-force', is_near: true })
  const answer = await ask(asked)
  expect(answer).toMatchObject({ pinned: true, answered: true, cached: false })
  expect(answer.answer).toContain('From the owner of this site.')
  expect(answer.citations).toMatchObject([{ n: 1, status: 'verified' }])
  expect(answer.sources).toMatchObject([{ passage_id: id }])
  const [logged] = await until(
    () => local.sql`select pin_id, model from query_logs where query_id = ${answer.query_id}`,
    (rows) => rows.length > 0,
  )
  expect(logged).toEqual({ pin_id: pinned.pin_id, model: null })
})

test('it is given to questions near by and in other writing, and to no other', async () => {
  expect((await ask('what is the glass cleaned with')).pinned).toBe(true)
  expect((await ask('With what is the glass cleaned?')).pinned).toBe(true)
  expect((await ask('What is the glass not cleaned with?')).pinned).toBeUndefined()
  expect((await ask('How tall is a first-order Fresnel lens?')).pinned).toBeUndefined()
  expect((await ask(asked, { selected_text: 'The lens is tall.' })).pinned).toBeUndefined()
})

test('it is not cached, and once it is taken away the pages answer', async () => {
  const [only] = await list()
  expect((await send('DELETE', `/${only?.pin_id}`)).status).toBe(204)
  expect((await send('DELETE', `/${only?.pin_id}`)).status).toBe(404)
  expect((await ask(asked)).pinned).toBeUndefined()
})

test('what its own source speaks against is refused, with the sentence and why', async () => {
  const [row] = await local.sql`
    select id::text, content from documents where content ~ '\\d+ millimetres|\\d+ metres|\\d+ mm' limit 1`
  const text = String(row?.content)
  const sentence = text.split(/(?<=\.)\s/).find((one) => /\d+ (?:milli)?m/.test(one)) ?? ''
  const wrong = sentence.replace(/\d+(?=[^\d]*$)/, '987654')
  for (const answer of [`${wrong} [1]`, wrong]) {
    const body = { question: 'How large is it?', answer, passage_ids: [String(row?.id)] }
    const reply = await send('POST', '', body)
    expect([answer, reply.status]).toEqual([answer, 422])
    expect(await reply.text()).toContain('Source 1 ')
  }
  const unknown = {
    question: 'How large?',
    answer: `${sentence} [2]`,
    passage_ids: [String(row?.id)],
  }
  expect(await (await send('POST', '', unknown)).text()).toContain('There is no source 2')
  const gone = { question: 'How large?', answer: 'So.', passage_ids: ['12'] }
  expect(await (await send('POST', '', gone)).text()).toContain('There is no passage 12')
  const late = { question: 'How?', answer: 'So.', expires_at: '2020-01-01T00:00:00Z' }
  expect(await (await send('POST', '', late)).text()).toContain('expired already')
  expect(await list()).toEqual([])
})

test('the owner’s own word needs no source, and one whose page has changed is given no more', async () => {
  const free = await pin({ question: 'When is the office open?', answer: 'On weekdays.' })
  expect((await ask('When is the office open?')).answer).toMatch(/^On weekdays\./)
  const { id, text } = await cleaning()
  const sentence = text.split(/(?<=\.)\s/).find((one) => /clean/i.test(one)) ?? text
  await pin({ question: asked, answer: `${sentence} [1]`, passage_ids: [id] })
  await local.sql`update documents set content_hash = 'other' where id = ${id}::bigint`
  expect(await list()).toMatchObject([{ state: 'outdated' }, { pin_id: free.pin_id }])
})
