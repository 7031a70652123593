import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ScriptedEndpoint, startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { guide, guideHtml, openPage, type Reader } from './reader.ts'

let endpoint: ScriptedEndpoint
let reader: Reader
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
  endpoint.script = { deltas: ['Each ring is a prism [1].'] }
})
afterAll(() => endpoint.close())
afterEach(() => reader.close())

const launcherText = () =>
  reader.page.locator('marginalia-chat [part~="launcher"]').getAttribute('aria-label')

test.each([
  ['en', /Ask a question/],
  ['de', /[Ff]rage/],
  ['es', /regunta/],
  ['zh', /\p{sc=Han}/u],
  ['ar', /\p{sc=Arabic}/u],
  ['de-AT', /[Ff]rage/],
  ['tlh', /Ask a question/],
])('the locale %s speaks its language', async (locale, expected) => {
  reader = await openPage(guide(`data-endpoint="${endpoint.url}" data-locale="${locale}"`))
  expect(await launcherText()).toMatch(expected)
})

test('without a locale the page’s language counts, then the browser’s', async () => {
  const page = (lang: string) =>
    guideHtml(`<script defer src="/widget.js" data-endpoint="${endpoint.url}"></script>`).replace(
      'lang="en"',
      lang,
    )
  reader = await openPage({ html: page('lang="es"') }, { locale: 'de-DE' })
  expect(await launcherText()).toMatch(/regunta/)
  await reader.close()
  reader = await openPage({ html: page('') }, { locale: 'de-DE' })
  expect(await launcherText()).toMatch(/[Ff]rage/)
})

test('Arabic runs from right to left: launcher and panel are on the left, an English answer is not turned', async () => {
  reader = await openPage(guide(`data-endpoint="${endpoint.url}" data-locale="ar"`))
  const { page } = reader
  const launcher = page.locator('marginalia-chat [part~="launcher"]')
  await launcher.click()
  const input = page.locator('marginalia-chat [part~="composer"] textarea')
  await input.fill('ما هي الحلقة؟')
  await input.press('Enter')
  await reader.answers.first().waitFor()
  const direction = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((node) => getComputedStyle(node).direction)
  expect(await direction('marginalia-chat [part~="panel"]')).toBe('rtl')
  expect(await direction('marginalia-chat [part~="answer"]')).toBe('ltr')
  const send = await page.locator('marginalia-chat [part~="send"]').boundingBox()
  const box = await input.boundingBox()
  expect(send && box && send.x < box.x).toBe(true)
})
