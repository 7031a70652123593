import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { publicFolder } from '../../dev/suite/build-widget.ts'
import { type ScriptedEndpoint, startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { guide, guideHtml, openPage, type Reader } from './reader.ts'

let endpoint: ScriptedEndpoint
let reader: Reader | undefined
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
})
afterAll(() => endpoint.close())
beforeEach(() => {
  endpoint.heard.length = 0
  endpoint.script = { deltas: ['Each ring is a prism [1].'] }
})
afterEach(async () => {
  await reader?.close()
  reader = undefined
})

async function opened(...page: Parameters<typeof openPage>): Promise<Reader> {
  reader = await openPage(...page)
  return reader
}

const elementHtml = (attributes = '') =>
  guideHtml(
    '<script defer src="/widget.js"></script>',
    `<marginalia-chat endpoint="${endpoint.url}" ${attributes}></marginalia-chat>`,
  )

test('the script tag alone puts a closed widget on the page', async () => {
  const { launcher, panel } = await opened(guide(`data-endpoint="${endpoint.url}"`))
  await launcher.waitFor()
  expect(await panel.isVisible()).toBe(false)
  expect(endpoint.heard).toEqual([])
})

test('title, greeting and questions are the owner’s; a question is asked by its button', async () => {
  const { open, panel, button, page } = await opened(
    guide(
      `data-endpoint="${endpoint.url}" data-title="Ask the keeper" data-greeting="Ahoy."
      data-questions="What is a ring?|Who rings the bell?"`,
    ),
  )
  await open()
  await page.getByRole('dialog', { name: 'Ask the keeper' }).waitFor()
  expect(await panel.textContent()).toContain('Ahoy.')
  await button('Who rings the bell?').click()
  await expect
    .poll(() => endpoint.asked()[0]?.body)
    .toMatchObject({ question: 'Who rings the bell?' })
})

test('questions may be a JSON list', async () => {
  const { open, button } = await opened({
    html: elementHtml(`questions='["What, then, is a ring | band?"]'`),
  })
  await open()
  await button('What, then, is a ring | band?').waitFor()
})

test.each([
  ['bottom-right', (x: number) => x > 600],
  ['bottom-left', (x: number) => x < 600],
])('the launcher is at the %s', async (position, isThere) => {
  const { launcher } = await opened({ html: elementHtml(`position="${position}"`) })
  const box = await launcher.boundingBox()
  expect(isThere(box?.x ?? 600)).toBe(true)
})

test('inline, the widget is part of the page, open, without launcher and close button', async () => {
  const { page, input, launcher, button, ask } = await opened({
    html: elementHtml('position="inline" heading="Ask the keeper"'),
  })
  await input.waitFor()
  expect(await launcher.isVisible()).toBe(false)
  expect(await button('Close').count()).toBe(0)
  await page.getByRole('region', { name: 'Ask the keeper' }).waitFor()
  await ask('What is a ring?')
  await page.getByText('Each ring is a prism').waitFor()
})

test('the owner’s colours and parts reach in', async () => {
  const css = `<style>marginalia-chat { --marginalia-accent: rgb(1, 2, 3); --marginalia-width: 333px }
    marginalia-chat::part(header) { border-bottom: 5px solid rgb(4, 5, 6) }</style>`
  const { open, panel, page, launcher } = await opened({ html: elementHtml() + css })
  expect(await launcher.evaluate((node) => getComputedStyle(node).backgroundColor)).toBe(
    'rgb(1, 2, 3)',
  )
  await open()
  expect((await panel.boundingBox())?.width).toBe(333)
  const header = page.locator('marginalia-chat [part~="header"]')
  expect(await header.evaluate((node) => getComputedStyle(node).borderBottomColor)).toBe(
    'rgb(4, 5, 6)',
  )
})

test('every part that the handbook names is there', async () => {
  const { open, hear, page } = await opened({ html: elementHtml() })
  await open()
  await hear('What is a ring?')
  const names = [
    'launcher',
    'panel',
    'header',
    'messages',
    'question',
    'answer',
    'source',
    'composer',
    'send',
  ]
  for (const name of names) {
    expect([name, await page.locator(`marginalia-chat [part~="${name}"]`).count()]).toEqual([
      name,
      1,
    ])
  }
})

test('the page hears of opening, question, answer, citation and hand-off, without secrets', async () => {
  const { page, open, hear, button } = await opened({ html: elementHtml() })
  await page.evaluate(() => {
    const events: string[] = []
    Object.assign(window, { events })
    for (const name of ['open', 'question', 'answer', 'citation', 'escalate']) {
      document.addEventListener(`marginalia-${name}`, (event) => {
        if (event instanceof CustomEvent) events.push(`${name} ${JSON.stringify(event.detail)}`)
      })
    }
  })
  await open()
  endpoint.script.done = { hand_off: 'asked-for' }
  await hear('What is a ring?')
  await button('Source 1').first().click()
  await button('Ask a person').click()
  await button('Pass it on').click()
  const heard = () =>
    page.evaluate(() => ('events' in window && Array.isArray(window.events) ? window.events : []))
  await expect
    .poll(async () => (await heard()).map((line: string) => line.split(' ')[0]))
    .toEqual(['open', 'question', 'answer', 'citation', 'escalate'])
  expect((await heard()).join()).not.toContain('header.payload.signature')
})

test('open(), ask(), close() and forget() do what readers do by hand', async () => {
  const { page, panel, answers } = await opened({ html: elementHtml() })
  const call = (work: string) => page.evaluate(`document.querySelector('marginalia-chat').${work}`)
  await call('open()')
  await panel.waitFor()
  await call('close()')
  await panel.waitFor({ state: 'hidden' })
  await call(`ask('What is a ring?', { selectedText: 'A ring.', page: { path: '/lamps' } })`)
  await expect.poll(() => answers.textContent()).toContain('Each ring')
  expect(endpoint.asked()[0]?.body).toMatchObject({
    question: 'What is a ring?',
    selected_text: 'A ring.',
    page: { path: '/lamps' },
  })
  await call('forget()')
  await expect.poll(() => answers.count()).toBe(0)
  expect(endpoint.heard.at(-1)?.method).toBe('DELETE')
})

test('the module exports the class, and define() takes a name of one’s own', async () => {
  const head = `<script type="module">
    import { define, MarginaliaChat } from '/widget.mjs'
    define('book-helper')
    window.isDefined = customElements.get('book-helper') !== undefined &&
      document.querySelector('book-helper') instanceof MarginaliaChat
  </script>`
  const { page, launcher } = await opened({
    html: guideHtml(head, `<book-helper endpoint="${endpoint.url}"></book-helper>`),
  })
  await launcher.waitFor()
  expect(await page.evaluate('window.isDefined')).toBe(true)
})

test('a module from another origin, on the page of a bundler, loads', async () => {
  const suite = inject('suite')
  const head = `<script type="module">
    import { define } from '${suite}/widget.mjs'
    define()
  </script>`
  const { page, open, ask } = await opened({
    html: guideHtml(head, '<marginalia-chat></marginalia-chat>'),
  })
  await open()
  await ask('How tall is a first-order Fresnel lens?')
  await page.getByText('2,590 millimetres').first().waitFor()
})

test('a widget that is taken off the page and put back works on', async () => {
  const { page, open, hear, answers } = await opened({ html: elementHtml() })
  await page.evaluate(() => {
    const widget = document.querySelector('marginalia-chat')
    widget?.remove()
    if (widget) document.body.append(widget)
  })
  await open()
  await hear('What is a ring?')
  expect(await answers.textContent()).toContain('Each ring')
})

test('without an endpoint the owner is told in the console, and the reader on the page', async () => {
  const { panel, console, open, page } = await opened({
    html: guideHtml('', '<marginalia-chat></marginalia-chat>'),
  })
  // A bundler's script has no URL to take the endpoint from.
  await page.addScriptTag({ content: await readFile(join(publicFolder, 'widget.js'), 'utf8') })
  await open()
  expect(await panel.textContent()).toContain('not set up yet')
  expect(console.join()).toContain('Marginalia: no endpoint.')
  expect(console.join()).toContain('data-endpoint=')
})

test('an endpoint that is not the suite: the owner is told what was answered', async () => {
  const { panel, console, open, ask } = await opened(
    guide(`data-endpoint="${inject('host')}/elsewhere"`),
  )
  await open()
  await ask('What is a ring?')
  await expect.poll(() => panel.textContent()).toContain('not set up yet')
  expect(console.join()).toMatch(/Marginalia: .*answers 404/)
})

test.each([
  [
    'element',
    (chat: string, sessions: string) =>
      guideHtml(
        '<script defer src="/widget.js"></script>',
        `<marginalia-chat chat-endpoint="${chat}" sessions-endpoint="${sessions}/"></marginalia-chat>`,
      ),
  ],
  [
    'script tag',
    (chat: string, sessions: string) =>
      guideHtml(
        `<script defer src="/widget.js" data-chat-endpoint="${chat}" data-sessions-endpoint="${sessions}"></script>`,
      ),
  ],
] as const)(
  'functions on URLs of their own, named by the %s, are asked each for its routes',
  async (_, html) => {
    const sessions = await startScriptedEndpoint()
    const { open, hear, answers } = await opened({ html: html(endpoint.url, sessions.url) })
    await open()
    await hear('What is a ring?')
    expect(await answers.textContent()).toContain('Each ring')
    expect(sessions.heard.map(({ path }) => path)).toEqual(['/v1/sessions'])
    expect(endpoint.heard.map(({ path }) => path)).toEqual(['/v1/chat'])
    await sessions.close()
  },
)

test('an identity token goes along when the session is opened', async () => {
  const { open, hear } = await opened({ html: elementHtml('identity-token="a.b.c"') })
  await open()
  await hear('What is a ring?')
  expect(endpoint.heard[0]).toMatchObject({
    path: '/v1/sessions',
    body: { identity_token: 'a.b.c' },
  })
})
