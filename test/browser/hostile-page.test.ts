import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ScriptedEndpoint, startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { guideHtml, openPage, type Reader } from './reader.ts'

const hostileCss = `
  * { all: unset !important; }
  html { font-size: 4px !important; line-height: 3 !important; direction: ltr; }
  body { color: red !important; font: italic 40px fantasy !important; letter-spacing: 9px !important;
    text-transform: uppercase !important; word-spacing: 2em !important; cursor: none !important; }
  body * { opacity: .3 !important; position: static !important; pointer-events: none !important;
    visibility: hidden !important; color: red !important; z-index: -1 !important; }
  button, textarea, input, div, section, article, h3, p, ol, li, a, svg, mark {
    display: none !important; background: red !important; border: 9px solid red !important;
    font: 40px fantasy !important; transform: rotate(10deg) !important; width: 1px !important; }
  *::before, *::after { content: 'x' !important; }
  *:focus, *:focus-visible { outline: none !important; }
  ::selection { color: transparent !important; }
  @keyframes spin { to { rotate: 1turn } }
`

let endpoint: ScriptedEndpoint
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
  endpoint.script = {
    deltas: ['Each **ring** is a prism [1].\n\n```\nlens clean\n```\n'],
    citations: [{ n: 1, quote: 'Each ring is a prism.', status: 'verified' }],
  }
})
afterAll(() => endpoint.close())

const script = () => `<script defer src="/widget.js" data-endpoint="${endpoint.url}"></script>`

/** The widget open, with an answer and an opened source, on a page with this in its head. */
async function answeredOn(head: string): Promise<Reader> {
  const reader = await openPage({ html: guideHtml(script() + head) }, { reducedMotion: 'reduce' })
  await reader.open()
  await reader.hear('What is a ring?')
  await reader.button('Source 1').first().click()
  await reader.sources.locator('mark').first().waitFor()
  await reader.input.focus()
  return reader
}

/** Every computed style of every element of the widget, or of the page around it. */
async function stylesOf({ page }: Reader, where: 'widget' | 'page') {
  return await page.evaluate((inWidget) => {
    const root = document.querySelector('marginalia-chat')?.shadowRoot
    const nodes = inWidget
      ? [...(root?.querySelectorAll('*') ?? [])]
      : [...document.querySelectorAll('html, body, main, main *')]
    return nodes.map((node) => {
      const style = getComputedStyle(node)
      const values = [...style].map((name) => [name, style.getPropertyValue(name)] as const)
      const box = node.getBoundingClientRect()
      return {
        element: `${node.tagName}.${node.getAttribute('class') ?? node.getAttribute('part') ?? ''}`,
        box: [box.x, box.y, box.width, box.height].map(Math.round).join(' '),
        // The page's own variables are visible everywhere and used nowhere.
        style: Object.fromEntries(values.filter(([name]) => !name.startsWith('--'))),
      }
    })
  }, where === 'widget')
}

type Styles = Awaited<ReturnType<typeof stylesOf>>

function differences(before: Styles, after: Styles): string[] {
  if (before.length !== after.length) return [`${before.length} elements, then ${after.length}`]
  return before.flatMap((one, index) => {
    const other = after[index]
    const changed = Object.keys(one.style).filter((name) => one.style[name] !== other?.style[name])
    if (one.box !== other?.box) changed.push('box')
    return changed.map(
      (name) =>
        `${one.element} ${name}: ${one.style[name] ?? one.box} → ${other?.style[name] ?? other?.box}`,
    )
  })
}

test("a hostile page's styles change nothing in the widget", async () => {
  const clean = await answeredOn('')
  const hostile = await answeredOn(`<style>${hostileCss}</style>`)
  const expected = await stylesOf(clean, 'widget')
  expect(expected.length).toBeGreaterThan(20)
  expect(differences(expected, await stylesOf(hostile, 'widget'))).toEqual([])
  await Promise.all([clean.close(), hostile.close()])
})

test("the widget's styles change nothing on the page", async () => {
  const withWidget = await answeredOn('')
  const without = await openPage({ html: guideHtml('') }, { reducedMotion: 'reduce' })
  expect(differences(await stylesOf(without, 'page'), await stylesOf(withWidget, 'page'))).toEqual(
    [],
  )
  expect(await withWidget.page.evaluate(() => document.adoptedStyleSheets.length)).toBe(0)
  await Promise.all([withWidget.close(), without.close()])
})

test('a page of 62.5 % font size, as many are, has a widget of the same size', async () => {
  const clean = await answeredOn('')
  const small = await answeredOn('<style>html { font-size: 62.5% }</style>')
  const size = ({ panel }: Reader) => panel.boundingBox()
  expect(await size(small)).toEqual(await size(clean))
  await Promise.all([clean.close(), small.close()])
})

test('the widget works under a strict policy that knows no styles, and trusts no strings', async () => {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `connect-src ${endpoint.url}`,
    "style-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const reader = await openPage({ html: guideHtml(script()), policy })
  await reader.open()
  await reader.hear('What is a ring?')
  await reader.button('Source 1').first().click()
  expect(await reader.answers.textContent()).toContain('Each ring is a prism')
  expect(reader.console).toEqual([])
  await reader.close()
})

test('two widgets with endpoints of their own keep to themselves', async () => {
  const other = await startScriptedEndpoint()
  other.script = { deltas: ['The other book says so [1].'] }
  const widget = (url: string, heading: string) =>
    `<marginalia-chat endpoint="${url}" heading="${heading}" position="inline"></marginalia-chat>`
  const reader = await openPage({
    html: guideHtml(
      '<script defer src="/widget.js"></script>',
      widget(endpoint.url, 'Lamps') + widget(other.url, 'Keepers'),
    ),
  })
  const part = (index: number, name: string) =>
    reader.page.locator('marginalia-chat').nth(index).locator(name)
  for (const index of [0, 1]) {
    const input = part(index, '[part~="composer"] textarea')
    await input.fill('What is a ring?')
    await input.press('Enter')
  }
  await expect.poll(() => part(0, '[part~="answer"]').textContent()).toContain('Each ring')
  await expect.poll(() => part(1, '[part~="answer"]').textContent()).toContain('other book')
  expect(other.asked()).toHaveLength(1)
  await reader.page.reload()
  await expect.poll(() => part(0, '[part~="answer"]').textContent()).toContain('Each ring')
  await expect.poll(() => part(1, '[part~="answer"]').textContent()).toContain('other book')
  await reader.close()
  await other.close()
})
