import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { type ScriptedEndpoint, startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { expectAccessible, guide, openPage, type Reader } from './reader.ts'

let endpoint: ScriptedEndpoint
let reader: Reader
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
})
afterAll(() => endpoint.close())
beforeEach(() => {
  endpoint.heard.length = 0
  endpoint.script = {
    deltas: ['Each ring is a prism [1].'],
    found: [
      {
        title: 'The Fresnel lens',
        url: `${inject('host')}/lens`,
        sections: [
          {
            section: 'How it works',
            url: `${inject('host')}/guide#sand:~:text=ring`,
            snippet: 'Each ring is a prism.',
            marks: [[5, 9]],
          },
          {
            section: 'Weight',
            url: 'https://book.example/weight',
            snippet: 'Five tonnes.',
            marks: [],
          },
        ],
      },
      {
        title: 'Bad',
        sections: [{ section: 'x', url: 'javascript:alert(1)', snippet: '', marks: [] }],
      },
    ],
  }
})
afterEach(() => reader.close())

const opened = async (attributes = '', body = '') => {
  reader = await openPage(guide(`data-endpoint="${endpoint.url}" ${attributes}`, body))
  await reader.launcher.waitFor()
  await reader.page.waitForTimeout(100)
}
const box = () => reader.page.getByRole('combobox', { name: 'Search' })
const options = () => reader.page.getByRole('option')
const searches = () => endpoint.heard.filter(({ path }) => path === '/v1/search')

test('its key opens the box; hits come while the reader types, the question itself last', async () => {
  await opened()
  expect(searches()).toEqual([])
  await reader.page.keyboard.press('Control+k')
  await box().fill('ring')
  await expect.poll(() => options().count()).toBe(3)
  expect(await options().first().textContent()).toContain('How it works')
  expect(await options().first().locator('mark').textContent()).toBe('ring')
  expect(await options().last().textContent()).toBe('Ask: ring')
  expect(searches().at(-1)?.query).toContain('q=ring')
  await expectAccessible(reader)
})

test('arrow keys choose, Enter goes to the words on the page, Escape closes and gives the focus back', async () => {
  await opened()
  await reader.page.locator('#before').focus()
  await reader.page.keyboard.press('Control+k')
  await box().fill('ring')
  await expect.poll(() => options().count()).toBe(3)
  await reader.page.keyboard.press('Escape')
  await expect.poll(() => box().count()).toBe(0)
  expect(await reader.focused()).toBe('A link of the page')
  await reader.page.keyboard.press('Control+k')
  await box().fill('ring')
  await expect.poll(() => options().count()).toBe(3)
  await reader.page.keyboard.press('ArrowDown')
  expect(await options().nth(1).getAttribute('aria-selected')).toBe('true')
  await reader.page.keyboard.press('ArrowUp')
  await reader.page.keyboard.press('Enter')
  await expect.poll(() => reader.page.url()).toContain('/guide')
  await expect.poll(() => reader.page.url()).toContain('#sand')
})

test('one box opens for a key that is pressed twice at once, and opens again as soon as it has closed', async () => {
  await opened()
  await reader.page.evaluate(() => {
    const press = () => dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true }))
    press()
    press()
  })
  await box().waitFor()
  expect(await box().count()).toBe(1)
  // A closed dialog says so in a task of its own: keys that come before it are not lost.
  await box().evaluate((field) => {
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true }))
  })
  await box().waitFor()
  expect(await reader.focused()).toBe('Search')
})

test('the question is asked in the panel, also where the search cannot be reached', async () => {
  endpoint.script.refusals = { '/v1/search': { status: 503, body: { type: 'x', title: 'x' } } }
  await opened()
  await reader.page.keyboard.press('Control+k')
  await box().fill('What is a ring?')
  await reader.page.getByText('You can still ask.').waitFor()
  await reader.page.keyboard.press('Enter')
  await reader.untilAnswered()
  expect(endpoint.asked()[0]?.body).toMatchObject({ question: 'What is a ring?' })
})

test('another key, none, or the page’s own', async () => {
  await opened('data-search-key="j"')
  await reader.page.keyboard.press('Control+k')
  expect(await box().count()).toBe(0)
  await reader.page.keyboard.press('Control+j')
  await box().waitFor()
  await reader.close()
  await opened('data-search-key="off"')
  await reader.page.keyboard.press('Control+k')
  await reader.page.waitForTimeout(200)
  expect(await box().count()).toBe(0)
  await reader.close()
  await opened(
    '',
    `<script>document.addEventListener('keydown', (event) => {
      if (event.key === 'k' && event.ctrlKey) event.preventDefault()
    })</script>`,
  )
  await reader.page.keyboard.press('Control+k')
  await reader.page.waitForTimeout(200)
  expect(await box().count()).toBe(0)
})

test('a link asks, or searches, and does so once', async () => {
  await opened()
  const address = reader.page.url()
  await reader.page.goto(`${address}&ask=What+is+a+ring%3F`)
  await reader.untilAnswered()
  expect(endpoint.asked()[0]?.body).toMatchObject({ question: 'What is a ring?' })
  await reader.page.reload()
  await reader.launcher.waitFor({ state: 'attached' })
  await reader.page.waitForTimeout(300)
  expect(endpoint.asked()).toHaveLength(1)
  await reader.page.goto(`${address}&q=ring`)
  await expect.poll(() => options().count()).toBe(3)
})

test('the suite’s own search answers it, and its first hit holds the words', async () => {
  reader = await openPage(guide(`data-endpoint="${inject('suite')}"`))
  await reader.launcher.waitFor()
  await reader.page.evaluate("document.querySelector('marginalia-chat').search('fresnel')")
  await expect.poll(() => options().count()).toBeGreaterThan(1)
  expect(await options().first().textContent()).toContain('Fresnel')
})
