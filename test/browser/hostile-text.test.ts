import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type ScriptedEndpoint, startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { hostileStrings } from './hostile-strings.ts'
import { guide, openPage, type Reader } from './reader.ts'

declare global {
  interface Window {
    hits: number
  }
}

let endpoint: ScriptedEndpoint
let reader: Reader
const strayed: string[] = []

beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
  const trap = '<script>hits = 0; hit = () => { hits += 1 }; alert = hit</script>'
  // The page's policy allows everything: what stops a script here is the widget alone.
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`, trap))
  reader.page.on('request', (request) => {
    const own = [endpoint.url, `${inject('host')}/widget/`]
    if (!own.some((url) => request.url().startsWith(url))) strayed.push(request.url())
  })
  reader.page.on('dialog', (dialog) => {
    strayed.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await reader.open()
})
afterAll(async () => {
  await reader.close()
  await endpoint.close()
})

test('there are a hundred hostile strings, no two alike', () => {
  expect(new Set(hostileStrings).size).toBe(100)
})

test.each(hostileStrings.map((text, index) => [index + 1, text] as const))(
  'hostile string %i is words as answer, passage, title and question: %s',
  async (_, text) => {
    endpoint.script = {
      sources: [{ text, chapter: text, section: text, source: text, part: text, url: text }],
      // In pieces, so that what has come so far is rendered too.
      deltas: [...(text.match(/[\s\S]{1,9}/g) ?? []), ' [1]'],
      citations: [{ n: 1, quote: text.slice(0, 60), status: 'weak' }],
    }
    await reader.hear(text)
    await reader.sources.last().getByRole('button').first().click()
    await touchAll(reader)
    expect(await reader.page.evaluate(() => window.hits)).toBe(0)
    expect(strayed).toEqual([])
    expect(reader.console).toEqual([])
    expect(await unsafeElements(reader)).toEqual([])
    expect(await reader.questions.last().textContent()).toContain(text.trim())
    await reader.button('New conversation').click()
  },
)

test('hostile text that was kept is as harmless after a reload', async () => {
  const text = hostileStrings.join('\n\n')
  endpoint.script = { sources: [{ text }], deltas: [text, ' [1]'] }
  await reader.hear('What is a lens?')
  await reader.page.reload()
  if (await reader.launcher.isVisible()) await reader.open()
  await reader.answers.last().waitFor()
  expect(await reader.page.evaluate(() => window.hits)).toBe(0)
  expect(await unsafeElements(reader)).toEqual([])
  expect(strayed.filter((url) => !url.startsWith(new URL(reader.page.url()).origin))).toEqual([])
})

/** Does to everything in the conversation what makes handlers run. */
async function touchAll({ page }: Reader): Promise<void> {
  await page.evaluate(() => {
    const root = document.querySelector('marginalia-chat')?.shadowRoot
    for (const node of root?.querySelectorAll('[part~="messages"] *') ?? []) {
      for (const type of ['mouseover', 'pointerenter', 'focus', 'load', 'error', 'toggle']) {
        node.dispatchEvent(new Event(type))
      }
    }
  })
}

/** What the widget holds that could run, load or lead somewhere unsafe. */
async function unsafeElements({ page }: Reader): Promise<string[]> {
  return await page.evaluate(() => {
    const root = document.querySelector('marginalia-chat')?.shadowRoot
    const all = [...(root?.querySelectorAll<HTMLElement>('*') ?? [])]
    const forbidden =
      'script,iframe,object,embed,img,image,video,audio,link,meta,base,template,math,use,animate'
    return all
      .filter((node) => {
        if (node.matches(forbidden)) return true
        if ([...node.attributes].some(({ name }) => name.startsWith('on'))) return true
        if (node.closest('[part~="messages"]') && node.hasAttribute('style')) return true
        if (!(node instanceof HTMLAnchorElement)) return false
        const isSafe = ['http:', 'https:', 'mailto:'].includes(node.protocol)
        return !isSafe || !node.relList.contains('noopener') || !node.relList.contains('nofollow')
      })
      .map((node) => node.outerHTML.slice(0, 200))
  })
}
