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
  endpoint.script = { deltas: ['Each ring is a prism [1].'] }
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
})
afterEach(() => reader.close())

const erased = () => endpoint.heard.filter(({ method }) => method === 'DELETE')
const forget = async () => {
  await reader.choose('Forget this conversation')
  await reader.button('Forget').click()
}

/** Lets ten seconds go by in one: the time to think. */
const hasten = () =>
  reader.page.evaluate(() => {
    const { setTimeout } = window
    const hasty = (work: () => void, ms = 0) => setTimeout(work, ms === 10_000 ? 300 : ms)
    Object.assign(window, { setTimeout: hasty })
  })

test('a launcher that is clicked twice opens the panel and does nothing more', async () => {
  await reader.open()
  await reader.hear('What is a ring?')
  for (const clicks of [2, 3]) {
    await reader.button('Close').click()
    await reader.launcher.click({ clickCount: clicks, delay: 10 })
    await reader.panel.waitFor()
    expect(await reader.answers.count()).toBe(1)
    expect(await reader.panel.getByText('Forget this conversation?').count()).toBe(0)
  }
  expect(erased()).toEqual([])
})

test('forgetting asks once, can be taken back, and is no more than taken off the screen until then', async () => {
  await reader.open()
  await reader.hear('What is a ring?')
  await reader.choose('Forget this conversation')
  await reader.button('Cancel').click()
  expect(await reader.answers.count()).toBe(1)
  await forget()
  await expect.poll(() => reader.answers.count()).toBe(0)
  await reader.button('Undo').click()
  await expect.poll(() => reader.answers.count()).toBe(1)
  await reader.hear('And then?')
  expect(erased()).toEqual([])
  const sessions = endpoint.heard.filter(({ path }) => path === '/v1/sessions')
  expect(sessions).toHaveLength(1)
})

test('after ten seconds it is erased at the suite', async () => {
  await hasten()
  await reader.open()
  await reader.hear('What is a ring?')
  await forget()
  await expect.poll(() => erased().length).toBe(1)
  await reader.button('Undo').waitFor({ state: 'hidden' })
  expect(erased()[0]?.headers.authorization).toBe('Bearer header.payload.signature')
})

test('a next question leaves no way back: it is erased at once, and asked in a new session', async () => {
  await reader.open()
  await reader.hear('What is a ring?')
  await forget()
  await reader.hear('And what is a band?')
  await expect.poll(() => erased().length).toBe(1)
  expect(await reader.answers.count()).toBe(1)
  expect(await reader.button('Undo').count()).toBe(0)
})

test('a page that is left before that erases it all the same', async () => {
  await reader.open()
  await reader.hear('What is a ring?')
  await forget()
  await reader.button('Undo').waitFor()
  await reader.page.goto('about:blank')
  await expect.poll(() => erased().length).toBe(1)
})

test('what could not be erased is there again, and says so', async () => {
  await hasten()
  await reader.open()
  await reader.hear('What is a ring?')
  endpoint.script.refusals = { '/v1/sessions/': { status: 500, body: { type: 'x', title: 'x' } } }
  await forget()
  await reader.panel.getByText('It could not be erased and is still here.').waitFor()
  expect(await reader.answers.count()).toBe(1)
})

test('a new conversation keeps the old one in a list, from which it goes on in its own session', async () => {
  await reader.open()
  await reader.hear('What is a ring?')
  await reader.button('New conversation').click()
  await expect.poll(() => reader.answers.count()).toBe(0)
  endpoint.script.deltas = ['A band is wider.']
  await reader.hear('What is a band?')
  await reader.choose('Earlier conversations')
  await reader.button('What is a ring?').click()
  await expect.poll(() => reader.answers.first().textContent()).toContain('Each ring')
  await reader.choose('Earlier conversations')
  await reader.button('What is a band?').waitFor()
  expect(await reader.button('What is a ring?').count()).toBe(0)
  await reader.page.keyboard.press('Escape')
  await expect.poll(() => reader.answers.first().isVisible()).toBe(true)
  await reader.page.reload()
  await reader.open()
  await reader.choose('Earlier conversations')
  await reader.button('What is a band?').click()
  await expect.poll(() => reader.answers.first().textContent()).toContain('A band is wider.')
})

test('an earlier conversation that another tab held is fetched from the suite', async () => {
  await reader.open()
  await reader.hear('What is a ring?')
  await reader.button('New conversation').click()
  endpoint.script.messages = [
    { role: 'user', content: 'What is a ring?' },
    { role: 'assistant', content: 'Told by the suite.', sources: [] },
  ]
  const tab = await reader.page.context().newPage()
  await tab.goto(reader.page.url())
  await tab.getByRole('button', { name: 'Ask a question' }).click()
  await tab.getByRole('button', { name: 'More' }).click()
  await tab.getByRole('button', { name: 'Earlier conversations' }).click()
  await tab.getByRole('button', { name: 'What is a ring?' }).click()
  await tab.getByText('Told by the suite.').waitFor()
})
