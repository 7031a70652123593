import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ScriptedEndpoint, startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { guide, guideHtml, openPage, type Reader } from './reader.ts'

const sentence = 'Never use sand: it scratches the glass and the beam grows dim.'

let endpoint: ScriptedEndpoint
let reader: Reader
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
})
afterAll(() => endpoint.close())
beforeEach(async () => {
  endpoint.heard.length = 0
  endpoint.script = { deltas: ['Sand scratches the glass [1].'] }
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
})
afterEach(() => reader.close())

/** As by hand: three clicks select a paragraph. */
const select = (target: Reader, selector: string) =>
  target.page.locator(selector).click({ clickCount: 3 })

test('selected text is offered to be asked about, and goes along with page and heading', async () => {
  await select(reader, '#sand')
  await reader.button('Ask about this').click()
  expect(await reader.panel.textContent()).toContain(sentence)
  await reader.hear('Why?')
  expect(endpoint.asked()[0]?.body).toMatchObject({
    question: 'Why?',
    selected_text: sentence,
    page: { path: '/guide', heading: 'The glass' },
  })
  expect(await reader.questions.first().textContent()).toContain(sentence)
})

test('what was asked about is not asked about again', async () => {
  await select(reader, '#sand')
  await reader.button('Ask about this').click()
  await reader.hear('Why?')
  await reader.hear('And then?')
  expect(endpoint.asked()[1]?.body).not.toHaveProperty('selected_text')
})

test('the reader takes the selection away again', async () => {
  await select(reader, '#sand')
  await reader.button('Ask about this').click()
  await reader.button('Remove the selected text').click()
  await reader.hear('Why?')
  expect(endpoint.asked()[0]?.body).not.toHaveProperty('selected_text')
})

test('the offer is reached by keyboard, and goes when nothing is selected', async () => {
  await reader.page.locator('#sand').selectText()
  await reader.page.keyboard.press('Shift')
  const offer = reader.button('Ask about this')
  await offer.waitFor()
  await reader.page.evaluate(() => getSelection()?.removeAllRanges())
  await offer.waitFor({ state: 'hidden' })
})

test('a selection of more than 5,000 characters is shortened to what may be sent', async () => {
  await reader.close()
  const long = `<p id="long">${'The lamp burns through the night. '.repeat(200)}</p>`
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`, long))
  await select(reader, '#long')
  await reader.button('Ask about this').click()
  await reader.hear('Why?')
  const sent = JSON.stringify(endpoint.asked()[0]?.body)
  expect(sent.length).toBeGreaterThan(4000)
  expect(sent.length).toBeLessThan(5200)
})

test('only the area that the owner names offers it, and `off` nothing', async () => {
  await reader.close()
  const script = (selection: string) =>
    `<script defer src="/widget.js" data-endpoint="${endpoint.url}" data-selection="${selection}"></script>`
  reader = await openPage({ html: guideHtml(script('#glass')) })
  await select(reader, '#glass')
  await reader.button('Ask about this').waitFor()
  await select(reader, '#sand')
  await reader.button('Ask about this').waitFor({ state: 'hidden' })
  await reader.close()
  reader = await openPage({ html: guideHtml(script('off')) })
  await reader.launcher.waitFor()
  await select(reader, '#sand')
  await reader.page.evaluate(() => new Promise((after) => requestAnimationFrame(after)))
  expect(await reader.button('Ask about this').count()).toBe(0)
})
