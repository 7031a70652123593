import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { publicFolder } from '../../dev/suite/build-widget.ts'
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

const script = () => `<script defer src="/widget.js" data-endpoint="${endpoint.url}"></script>`
const tag = () => `<marginalia-chat endpoint="${endpoint.url}"></marginalia-chat>`
const widgets = () => reader.page.locator('marginalia-chat')

test('what is typed in the widget fires none of the page’s shortcuts, wherever it listens', async () => {
  const shortcuts = `<script>
    window.fired = []
    const take = (event) => { window.fired.push(event.key); event.preventDefault() }
    for (const type of ['keydown', 'keypress', 'keyup']) {
      addEventListener(type, take)
      document.addEventListener(type, take)
      document.addEventListener(type, take, true)
    }
  </script>`
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`, shortcuts))
  await reader.open()
  await reader.page.keyboard.type('/etc/x s?')
  for (const key of ['ArrowDown', 'ArrowUp', 'Home', 'Tab', 'Shift+Tab']) {
    await reader.page.keyboard.press(key)
  }
  // The widget's own search opens over the panel, and gives the focus back.
  const search = reader.page.getByRole('combobox', { name: 'Search' })
  await reader.page.keyboard.press('Control+k')
  await search.waitFor()
  await reader.page.keyboard.press('Escape')
  await search.waitFor({ state: 'detached' })
  expect(await reader.input.inputValue()).toBe('/etc/x s?')
  await reader.page.keyboard.press('Enter')
  await expect.poll(() => endpoint.asked()[0]?.body).toMatchObject({ question: '/etc/x s?' })
  await reader.untilAnswered()
  await reader.page.keyboard.press('Escape')
  await reader.panel.waitFor({ state: 'hidden' })
  expect(await reader.page.evaluate('window.fired')).toEqual([])
  await reader.page.locator('#before').focus()
  await reader.page.keyboard.press('x')
  expect(await reader.page.evaluate('window.fired.length')).toBeGreaterThan(0)
})

const swaps = {
  'Turbo and Astro replace the body':
    "const next = document.createElement('body'); next.innerHTML = '<main><h1>The next page</h1></main>'; document.body.replaceWith(next)",
  'htmx empties and fills it': "document.body.innerHTML = '<main><h1>The next page</h1></main>'",
  'Swup replaces a container':
    "document.querySelector('main').outerHTML = '<main><h1>The next page</h1></main>'",
  'a snapshot of the body comes back':
    'const copy = document.body.cloneNode(true); document.body.replaceWith(copy)',
}

test.each(Object.entries(swaps))(
  'the widget of the script outlives the page with its answer, its draft and its open panel: %s',
  async (_, swap) => {
    endpoint.script = { deltas: ['Each ring ', 'is a prism [1].'], paceMs: 400 }
    reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
    await reader.open()
    await reader.ask('What is a ring?')
    await reader.answers.first().waitFor()
    await reader.input.fill('And then')
    await reader.page.evaluate(`{ ${swap} }`)
    await expect.poll(() => reader.answers.first().textContent()).toContain('is a prism')
    expect(await reader.input.inputValue()).toBe('And then')
    expect(await widgets().count()).toBe(1)
    expect(endpoint.heard.filter(({ path }) => path.endsWith('/events'))).toEqual([])
    await reader.untilAnswered()
    await reader.input.press('Enter')
    await expect.poll(() => endpoint.asked().length).toBe(2)
  },
)

test('an element that each page has hands its conversation, draft and open panel on to the next', async () => {
  reader = await openPage({ html: guideHtml('<script defer src="/widget.js"></script>', tag()) })
  await reader.open()
  await reader.hear('What is a ring?')
  await reader.input.fill('And then')
  await reader.page.evaluate((next) => {
    const body = document.createElement('body')
    body.innerHTML = next
    document.body.replaceWith(body)
  }, tag())
  await expect.poll(() => reader.answers.first().textContent()).toContain('is a prism')
  await expect.poll(() => reader.input.inputValue()).toBe('And then')
  expect(await widgets().count()).toBe(1)
})

test('a widget that its page takes away stays away', async () => {
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
  await reader.launcher.waitFor()
  await reader.page.evaluate(() => document.querySelector('marginalia-chat')?.remove())
  await reader.page.evaluate(() => new Promise((after) => requestAnimationFrame(after)))
  expect(await widgets().count()).toBe(0)
})

const late = () =>
  `<script>addEventListener('load', () => {
  const script = document.createElement('script')
  script.src = '/widget.js'
  script.dataset.endpoint = '${'ENDPOINT'}'
  document.head.append(script)
})</script>`.replace('ENDPOINT', endpoint.url)

test.each([
  ['the script twice', () => guideHtml(script() + script())],
  ['tag and element', () => guideHtml(script(), tag())],
  [
    'element, and a tag before it that does not wait',
    () => guideHtml(script().replace('defer ', ''), tag()),
  ],
  ['a tag that is added late', () => guideHtml(late())],
  ['a tag twice, once late', () => guideHtml(script() + late())],
  [
    'an element that is added late',
    () =>
      guideHtml(
        script() +
          `<script>addEventListener('load', () => setTimeout(() =>
      document.body.insertAdjacentHTML('beforeend', '${tag()}'), 100))</script>`,
      ),
  ],
  ['a module by the tag', () => guideHtml(script().replace('defer', 'type="module"'))],
])('%s: one widget, which answers', async (_, html) => {
  reader = await openPage({ html: html() })
  await reader.page.waitForTimeout(300)
  await reader.launcher.waitFor()
  expect(await widgets().count()).toBe(1)
  await reader.open()
  await reader.hear('What is a ring?')
  expect(await reader.answers.textContent()).toContain('Each ring')
})

test('a script within a bundle, which finds no settings, says what is missing', async () => {
  reader = await openPage({ html: guideHtml('') })
  const content = await readFile(join(publicFolder, 'widget.js'), 'utf8')
  await reader.page.addScriptTag({ content, type: 'module' })
  await expect.poll(() => reader.console.join()).toContain('found no settings')
  expect(reader.console.join()).toContain('data-endpoint=')
})

test('a language that changes without a reload changes launcher, panel and direction together', async () => {
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
  await reader.open()
  await reader.hear('What is a ring?')
  await reader.input.fill('And then')
  await reader.page.evaluate(() => {
    document.documentElement.lang = 'ar'
  })
  const input = reader.page.locator('marginalia-chat textarea').first()
  await expect.poll(() => input.getAttribute('aria-label')).toBe('سؤالك')
  expect(await input.inputValue()).toBe('And then')
  expect(await reader.answers.first().textContent()).toContain('Each ring')
  const panel = reader.page.locator('marginalia-chat [part~="panel"]')
  expect(await panel.evaluate((node) => getComputedStyle(node).direction)).toBe('rtl')
  const launcher = reader.page.locator('marginalia-chat [part~="launcher"]')
  expect(await launcher.getAttribute('aria-label')).toContain('سؤال')
})

test('the file of a language that cannot be had leaves the widget English, and the owner is told', async () => {
  reader = await openPage({ html: guideHtml('') })
  await reader.page.route('**/widget/de.mjs', (route) => route.abort())
  await reader.page.evaluate((url) => {
    document.body.innerHTML = `<marginalia-chat endpoint="${url}" locale="de"></marginalia-chat>`
  }, endpoint.url)
  await reader.page.addScriptTag({ url: '/widget.js' })
  await reader.button('Frage stellen').click()
  await reader.input.waitFor()
  expect(reader.console.join()).toContain('speaks English')
})

const links = [{ url: '' }]
const linked = (url: string) => {
  endpoint.script = { sources: links.map(() => ({ url })), deltas: ['Each ring is a prism [1].'] }
}

/** Opens the first source of an answer and follows its link. */
async function follow() {
  await reader.hear('What is a ring?')
  await reader.button('Source 1').first().click()
  await reader.sources.getByRole('link').click()
}

test.each([
  [
    'a router that listens to the page’s clicks, as VitePress’',
    "addEventListener('click', go, { capture: true })",
  ],
  ['one that looks into shadows, as Turbo’s', "document.addEventListener('click', go)"],
])('a link to the same site goes through %s', async (_, listen) => {
  const router = `<script>
    const go = (event) => {
      const link = event.target.closest?.('a')
      if (!link || link.pathname !== '/next') return
      event.preventDefault()
      history.pushState({}, '', link.href)
      window.routed = true
    }
    ${listen}
  </script>`
  linked(`${inject('host')}/next#rings`)
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`, router))
  await reader.open()
  await follow()
  await expect.poll(() => reader.page.evaluate('window.routed')).toBe(true)
  expect(reader.page.url()).toContain('/next#rings')
  expect(await reader.panel.isVisible()).toBe(true)
})

test('a link to the same site goes through the page’s own link to it, then to the place, as in Docusaurus', async () => {
  const router = `<nav><a id="twin" href="/next">Next</a></nav><script>
    document.getElementById('twin').addEventListener('click', (event) => {
      event.preventDefault()
      history.pushState({}, '', '/next')
      setTimeout(() => { document.querySelector('main').innerHTML = '<h2 id="rings">Rings</h2>' }, 100)
    })
  </script>`
  linked(`${inject('host')}/next#rings`)
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`, router))
  await reader.open()
  await follow()
  await expect.poll(() => reader.page.url()).toMatch(/\/next#rings$/)
  expect(await reader.page.locator(':target').textContent()).toBe('Rings')
  expect(await reader.panel.isVisible()).toBe(true)
})

test('a page can take a link to the same site into its own hands', async () => {
  linked(`${inject('host')}/next#rings`)
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
  await reader.page.evaluate(() =>
    document.addEventListener('marginalia-navigate', (event) => {
      event.preventDefault()
      if (event instanceof CustomEvent) Object.assign(window, { wanted: event.detail.url })
    }),
  )
  await reader.open()
  await follow()
  expect(await reader.page.evaluate('window.wanted')).toBe(`${inject('host')}/next#rings`)
  expect(reader.page.url()).toContain('/guide')
})

test('without a router the next page has the widget open', async () => {
  linked(`${inject('host')}/next?html=${encodeURIComponent(guideHtml(script()))}#sand`)
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
  await reader.open()
  await follow()
  await reader.page.waitForURL(/\/next/)
  await reader.panel.waitFor()
  await expect.poll(() => reader.answers.first().textContent()).toContain('Each ring')
})
