import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { type ScriptedEndpoint, startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { guide, guideHtml, openPage, type Reader } from './reader.ts'

let endpoint: ScriptedEndpoint
let reader: Reader
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
})
afterAll(() => endpoint.close())
beforeEach(() => {
  endpoint.heard.length = 0
  endpoint.script = { deltas: ['Each ring is a prism [1].'] }
})
afterEach(() => reader.close())

const script = () =>
  `<script defer src="${inject('host')}/widget.js" data-endpoint="${endpoint.url}"></script>`

test('on a page with <base href> elsewhere the widget asks its suite, loads its files and links as it should', async () => {
  const base = '<base href="https://elsewhere.example/deep/">'
  endpoint.script = {
    sources: [{ url: `${inject('host')}/guide?x=1#rings` }],
    deltas: ['Each ring is a prism [1]. See [the page](other).'],
  }
  reader = await openPage({ html: guideHtml(`${base}${script()}`) })
  await reader.open()
  await reader.hear('What is a ring?')
  expect(endpoint.asked()).toHaveLength(1)
  await reader.button('Source 1').first().click()
  const link = reader.sources.getByRole('link')
  expect(await link.getAttribute('href')).toContain(`${inject('host')}/guide?x=1#rings`)
  await reader.page.keyboard.press('Control+k')
  await reader.page.getByRole('combobox', { name: 'Search' }).waitFor()
  expect(reader.console).toEqual([])
})

test('in a sandboxed frame, whose origin is null and which may store nothing, it answers and forgets', async () => {
  const inside = guideHtml(script()).replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  const frame = `<iframe sandbox="allow-scripts" title="frame" style="width:100%;height:700px" srcdoc="${inside}"></iframe>`
  reader = await openPage({ html: `<!doctype html><title>Outside</title>${frame}` })
  const within = reader.page.frameLocator('iframe')
  await within.getByRole('button', { name: 'Ask a question' }).click()
  const input = within.getByRole('textbox', { name: 'Your question' })
  await input.fill('What is a ring?')
  await input.press('Enter')
  await within.locator('[part~="answer"]').getByText('Each ring is a prism').waitFor()
  expect(endpoint.asked()[0]?.headers.origin).toBe('null')
  expect(reader.console.filter((line) => line.startsWith('uncaught'))).toEqual([])
})

test('where the browser forbids storage the widget answers, opens a new conversation and forgets with the page', async () => {
  const forbid = `<script>
    for (const name of ['localStorage', 'sessionStorage'])
      Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError') } })
  </script>`
  reader = await openPage({ html: guideHtml(forbid + script()) })
  await reader.open()
  await reader.hear('What is a ring?')
  await reader.hear('And a prism?')
  expect(await reader.answers.count()).toBe(2)
  await reader.button('New conversation').click()
  await expect.poll(() => reader.answers.count()).toBe(0)
  await reader.hear('What is a lens?')
  expect(await reader.answers.count()).toBe(1)
  expect(reader.console).toEqual([])
})

test('an answer of 200 KiB is heard to its end, shown as far as anyone reads, and says that it was cut', async () => {
  const paragraph = `${'The keeper trims the wick and writes it down. '.repeat(20)}\n\n`
  const deltas = Array.from({ length: 225 }, () => paragraph)
  expect(deltas.join('').length).toBeGreaterThan(200 * 1024)
  endpoint.script = { deltas: [...deltas, 'The very last words [1].'] }
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
  await reader.open()
  await reader.hear('Tell me all of it')
  const shown = (await reader.answers.first().textContent()) ?? ''
  expect(shown.length).toBeGreaterThan(50_000)
  expect(shown.length).toBeLessThan(61_000)
  await reader.panel.getByText('The answer was cut short here.').waitFor()
  await reader.button('Go on').waitFor()
  endpoint.script = { deltas: ['Short.'] }
  await reader.hear('And in short?')
  expect(await reader.answers.last().textContent()).toBe('Short.')
  expect(reader.console).toEqual([])
})
