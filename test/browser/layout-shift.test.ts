import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ScriptedEndpoint, startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { guideHtml, openPage, type Reader } from './reader.ts'

let endpoint: ScriptedEndpoint
let reader: Reader
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
  endpoint.script = { deltas: ['Each ring is a prism [1].'] }
})
afterAll(() => endpoint.close())
afterEach(() => reader.close())

// Whatever moves, also right after a click, which the browser would leave out of its score; and what of
// it is the page's, for within the panel an answer makes room for what follows it.
const watched = `<script>
  window.shifts = { all: 0, ofThePage: 0 }
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      shifts.all += value
      if (sources.some(({ node }) => document.contains(node))) shifts.ofThePage += value
    }
  }).observe({ type: 'layout-shift', buffered: true })
</script>`

/** How far the page has moved, once all that was drawn until now has been counted. */
const shifts = (): Promise<{ all: number; ofThePage: number }> =>
  reader.page.evaluate(
    `new Promise((told) => requestAnimationFrame(() => requestAnimationFrame(() =>
      setTimeout(() => told(shifts)))))`,
  )

async function loaded(before = '') {
  const lines = Array.from({ length: 60 }, (_, at) => `<p>Line ${at} of the page.</p>`).join('')
  const script = `<script defer src="/widget.js" data-endpoint="${endpoint.url}"></script>`
  reader = await openPage({ html: guideHtml(watched + script, before + lines) })
}

test('nothing on the page moves while the widget is loaded, opened, asked and closed', async () => {
  await loaded()
  await reader.launcher.waitFor()
  expect(await shifts()).toEqual({ all: 0, ofThePage: 0 })
  await reader.open()
  await reader.input.waitFor()
  expect(await shifts()).toEqual({ all: 0, ofThePage: 0 })
  await reader.hear('What is a ring?')
  await reader.button('Source 1').first().click()
  expect(await shifts()).toMatchObject({ ofThePage: 0 })
  await reader.button('Close').click()
  await reader.launcher.waitFor()
  expect(await shifts()).toMatchObject({ ofThePage: 0 })
})

test('what does move is counted', async () => {
  await loaded('<div id="late"></div>')
  await reader.launcher.waitFor()
  await reader.page.evaluate("document.querySelector('#late').style.height = '200px'")
  await expect.poll(async () => (await shifts()).ofThePage).toBeGreaterThan(0)
})
