import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ScriptedEndpoint, startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { guide, openPage, type Reader } from './reader.ts'

let endpoint: ScriptedEndpoint
let reader: Reader
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
})
afterAll(() => endpoint.close())
beforeEach(async () => {
  endpoint.heard.length = 0
  endpoint.script = { deltas: ['Each ring ', 'is a prism [1].'] }
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
  await reader.open()
})
afterEach(() => reader.close())

const problem = (name: string, status: number, own: object = {}) => ({
  type: `urn:problem-type:marginalia:${name}`,
  title: name,
  status,
  detail: `The test says ${name}.`,
  ...own,
})

test('Stop ends the answer where it is, and the stream with it', async () => {
  endpoint.script = { deltas: ['Each ring ', 'is a prism.'], holdAfter: 2 }
  await reader.ask('What is a ring?')
  await expect.poll(() => reader.answers.last().textContent()).toContain('Each ring')
  await reader.button('Stop').click()
  await reader.button('Send').waitFor()
  expect(await reader.answers.last().textContent()).toContain('Each ring')
  endpoint.script = { deltas: ['Each ring is a prism [1].'] }
  await reader.button('Try again').click()
  await expect.poll(() => reader.answers.last().textContent()).toContain('is a prism')
  expect(endpoint.asked().map(({ body }) => body)).toMatchObject([
    { question: 'What is a ring?' },
    { question: 'What is a ring?' },
  ])
})

test('too many questions: a countdown runs, and then the reader may go on', async () => {
  await reader.page.clock.install()
  endpoint.script.refusals = {
    '/v1/chat': {
      status: 429,
      body: problem('rate-limited', 429, { retry_after: 7 }),
      headers: { 'retry-after': '7' },
    },
  }
  await reader.ask('What is a ring?')
  await reader.panel.getByText('You can go on in 7 s').waitFor()
  await reader.page.clock.runFor(3000)
  await reader.panel.getByText(/You can go on in [1-4] s/).waitFor()
  endpoint.script.refusals = {}
  await reader.page.clock.runFor(5000)
  await reader.button('Try again').click()
  await expect.poll(() => reader.answers.last().textContent()).toContain('is a prism')
})

test('offline: the reader is told, and it goes on by itself when there is a connection', async () => {
  await reader.page.context().setOffline(true)
  await reader.ask('What is a ring?')
  await reader.panel.getByText('You are offline').first().waitFor()
  await reader.page.context().setOffline(false)
  await expect.poll(() => reader.answers.last().textContent()).toContain('is a prism')
})

test('a session that the suite no longer knows is opened anew, and the question sent again', async () => {
  await reader.hear('What is a ring?')
  endpoint.script.refusals = { '/v1/chat': { status: 401, body: problem('unauthorized', 401) } }
  const sessions = () => endpoint.heard.filter(({ path }) => path === '/v1/sessions').length
  expect(sessions()).toBe(1)
  await reader.ask('And what is a lamp?')
  await expect.poll(sessions).toBe(2)
})

test('an endpoint that is down: the reader may try again, the owner reads in the console why', async () => {
  await reader.close()
  reader = await openPage(guide('data-endpoint="http://127.0.0.1:9"'))
  await reader.open()
  await reader.ask('What is a ring?')
  await expect
    .poll(() => reader.panel.textContent(), { timeout: 10_000 })
    .toContain('cannot be reached')
  expect(reader.console.filter((line) => line.startsWith('Marginalia')).join()).toContain(
    'http://127.0.0.1:9',
  )
  await reader.button('Try again').waitFor()
})

test('an error that ends the stream is told, with what was heard, and may be tried again', async () => {
  endpoint.script.refusals = { '/v1/chat': { status: 500, body: problem('internal', 500) } }
  await reader.ask('What is a ring?')
  await reader.button('Try again').waitFor()
  endpoint.script.refusals = {}
  await reader.button('Try again').click()
  await expect.poll(() => reader.answers.last().textContent()).toContain('is a prism')
})

test.each([
  ['length', 'The answer was cut short here.'],
  ['filtered', 'The model’s provider held back the rest of this answer.'],
  ['broken', 'The answer broke off here. Ask again to have the whole of it.'],
] as const)(
  'an answer that ended by %s says so, to every reader and after a reload',
  async (finish, words) => {
    endpoint.script.done = { finish }
    await reader.hear('What is a ring?')
    await reader.panel.getByText(words, { exact: true }).waitFor()
    const status = reader.page.locator('marginalia-chat [role="status"]')
    await expect.poll(() => status.allTextContents()).toEqual([words])
    await reader.page.reload()
    await reader.open()
    await reader.panel.getByText(words, { exact: true }).waitFor()
  },
)
