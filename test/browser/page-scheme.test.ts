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

type Scheme = 'light' | 'dark'

/** The guide with the widget, this style, and this in its `html` tag. */
const pageOf = ({ css = '', html = '', head = '', attributes = '' }) =>
  guideHtml(
    `<script defer src="/widget.js"></script>${head}<style>${css}</style>`,
    `<marginalia-chat endpoint="${endpoint.url}" ${attributes}></marginalia-chat>`,
  ).replace('<html lang="en">', `<html lang="en" ${html}>`)

/** The scheme of the widget's frame, by which launcher and panel are drawn. */
const worn = () =>
  reader.page.evaluate(() => {
    const frame = document.querySelector('marginalia-chat')?.shadowRoot?.querySelector('.frame')
    return frame ? getComputedStyle(frame).colorScheme : ''
  })

test.each([
  ['theme light', { attributes: 'theme="light"', css: 'html { background: #111 }' }, 'light'],
  ['theme dark', { attributes: 'theme="dark"' }, 'dark'],
  ['a white page that says nothing', {}, 'light'],
  ['a page with a dark background', { css: 'body { background: #1b1b1f }' }, 'dark'],
  ['a dark page in a wide colour space', { css: 'body { background: oklch(20% 0 0) }' }, 'dark'],
  ['a light page in a wide colour space', { css: 'body { background: oklch(96% 0 0) }' }, 'light'],
  ['a background that can be looked through', { css: 'body { background: #0002 }' }, 'light'],
  ['color-scheme alone', { css: ':root { color-scheme: dark }' }, 'dark'],
  ['Docusaurus', { html: 'data-theme="dark"' }, 'dark'],
  [
    'a theme of another name',
    { html: 'data-theme="night-owl"', css: 'html { background: #012 }' },
    'dark',
  ],
] satisfies [string, Parameters<typeof pageOf>[0], Scheme][])(
  'the widget is as the page is, whatever the system says: %s',
  async (_, page, expected) => {
    const system = expected === 'dark' ? 'light' : 'dark'
    reader = await openPage({ html: pageOf(page) }, { colorScheme: system })
    await reader.launcher.waitFor()
    await expect.poll(worn).toBe(expected)
    await reader.open()
    const surface = await reader.panel.evaluate((node) => getComputedStyle(node).backgroundColor)
    expect(surface).toBe(expected === 'dark' ? 'rgb(29, 27, 24)' : 'rgb(255, 253, 249)')
  },
)

test.each(['light', 'dark'] as const)('a page that follows the system, %s', async (colorScheme) => {
  const head = '<meta name="color-scheme" content="light dark">'
  reader = await openPage({ html: pageOf({ head }) }, { colorScheme })
  await expect.poll(worn).toBe(colorScheme)
  const other = colorScheme === 'dark' ? 'light' : 'dark'
  await reader.page.emulateMedia({ colorScheme: other })
  await expect.poll(worn).toBe(other)
})

const vitepress = `:root { --bg: #fff } .dark { color-scheme: dark; --bg: #1b1b1f } body { background: var(--bg) }`

test.each([
  ['VitePress', vitepress, "html.classList.add('dark')", "html.classList.remove('dark')"],
  ['Docusaurus', '', "html.dataset.theme = 'dark'", "html.dataset.theme = 'light'"],
  [
    'Material for MkDocs',
    '',
    "body.setAttribute('data-md-color-scheme', 'slate')",
    "body.setAttribute('data-md-color-scheme', 'default')",
  ],
  ['Starlight', '', "html.setAttribute('data-theme', 'dark')", "html.dataset.theme = 'light'"],
  ['next-themes', '', "html.style.colorScheme = 'dark'", "html.style.colorScheme = 'light'"],
  ['a class at the body', '', "body.classList.add('dark')", "body.classList.remove('dark')"],
  [
    'a background that fades',
    'body { background: #fff; transition: background-color .2s } .coal { background: #111 }',
    "body.classList.add('coal')",
    "body.classList.remove('coal')",
  ],
])('a switch of %s is followed at once, closed and open', async (_, css, toDark, toLight) => {
  reader = await openPage({ html: pageOf({ css }) }, { colorScheme: 'dark' })
  const page = (work: string) =>
    reader.page.evaluate(`{ const { documentElement: html, body } = document; ${work} }`)
  await expect.poll(worn).toBe('light')
  await page(toDark)
  await expect.poll(worn).toBe('dark')
  await reader.open()
  await page(toLight)
  await expect.poll(worn).toBe('light')
  await page(toDark)
  await expect.poll(worn).toBe('dark')
})
