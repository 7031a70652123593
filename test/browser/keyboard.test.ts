import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ScriptedEndpoint, startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { guide, openPage, type Reader } from './reader.ts'

let endpoint: ScriptedEndpoint
let reader: Reader
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
})
afterAll(() => endpoint.close())
beforeEach(async () => {
  endpoint.heard.length = 0
  endpoint.script = {
    deltas: ['Each ring is a prism [1].'],
    citations: [{ n: 1, quote: 'Each ring is a prism.', status: 'verified' }],
    done: { hand_off: 'asked-for' },
  }
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
})
afterEach(() => reader.close())

const press = async (...keys: string[]) => {
  for (const key of keys) await reader.page.keyboard.press(key)
}

/** Presses Tab until this has the focus; gives what had it on the way. */
async function tabTo(name: string | RegExp, key = 'Tab'): Promise<string[]> {
  const passed: string[] = []
  for (let step = 0; step < 25; step += 1) {
    await press(key)
    const focused = await reader.focused()
    if (typeof name === 'string' ? focused === name : name.test(focused)) return passed
    passed.push(focused)
  }
  throw new Error(`Tab does not reach ${name}, only ${passed.join(', ')}`)
}

test('the keyboard alone asks, reads a source, rates, asks a person, begins anew and closes', async () => {
  await tabTo('Ask a question')
  await press('Enter')
  await expect.poll(reader.focused).toBe('Your question')
  await reader.page.keyboard.type('What is a ring?')
  await press('Enter')
  await reader.button('Helpful').waitFor()
  expect(await reader.focused()).toBe('Your question')

  await tabTo('Source 1', 'Shift+Tab')
  await press('Enter')
  await reader.sources.locator('mark').waitFor()
  await tabTo('Read it on the page')
  await tabTo('Not helpful')
  await press('Enter')
  await tabTo('Out of date')
  await press('Space')
  await reader.panel.getByText('Thank you for telling us.').waitFor()

  await tabTo('Ask a person', 'Shift+Tab').catch(() => tabTo('Ask a person'))
  await press('Enter')
  await expect.poll(async () => reader.panel.getByLabel('What do you need?').count()).toBe(1)
  await tabTo('Pass it on')
  await press('Enter')
  await reader.panel.getByText('Passed on.').first().waitFor()

  await tabTo('New conversation', 'Shift+Tab')
  await press('Enter')
  await expect.poll(() => reader.answers.count()).toBe(0)
  await press('Escape')
  await reader.panel.waitFor({ state: 'hidden' })
  expect(await reader.focused()).toBe('Ask a question')
})

test('the order of the focus is the order on the screen: title row, conversation, composer, foot', async () => {
  await reader.open()
  await reader.hear('What is a ring?')
  await reader.input.fill('More')
  await reader.button('New conversation').focus()
  const order = [await reader.focused(), ...(await tabTo('Send')), 'Send']
  const places = [
    'New conversation',
    'More',
    'Close',
    'Source 1',
    'Helpful',
    'Your question',
    'Send',
  ]
  const positions = places.map((name) => order.indexOf(name))
  expect(positions).not.toContain(-1)
  expect(positions).toEqual([...positions].sort((a, b) => a - b))
})

test('Close gives the focus back to the launcher', async () => {
  await reader.open()
  await reader.button('Close').click()
  expect(await reader.focused()).toBe('Ask a question')
})

test('the panel takes no focus from the page when it is not asked to', async () => {
  await reader.page.locator('#before').focus()
  await reader.launcher.waitFor()
  expect(await reader.focused()).toBe('A link of the page')
})

test('Enter in the middle of an input method chooses a word and sends nothing', async () => {
  await reader.open()
  await reader.input.fill('灯')
  await reader.input.dispatchEvent('keydown', { key: 'Enter', isComposing: true })
  expect(await reader.input.inputValue()).toBe('灯')
  expect(endpoint.asked()).toEqual([])
})

test('Shift and Enter begin a new line', async () => {
  await reader.open()
  await reader.input.fill('one')
  await press('Shift+Enter')
  await reader.page.keyboard.type('two')
  expect(await reader.input.inputValue()).toBe('one\ntwo')
})

test('every place of the focus is seen', async () => {
  await reader.open()
  await reader.hear('What is a ring?')
  await reader.input.fill('More')
  await reader.button('New conversation').focus()
  for (let step = 0; step < 12; step += 1) {
    const outline = await reader.page.evaluate(() => {
      let active = document.activeElement
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
      if (!active) return 'none'
      const around = [active, active.parentElement, active.parentElement?.parentElement]
      const drawn = around.some((node) => {
        if (!node) return false
        const { outlineStyle, outlineWidth } = getComputedStyle(node)
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
      })
      return drawn ? 'seen' : (active.getAttribute('aria-label') ?? active.outerHTML)
    })
    expect(outline).toBe('seen')
    await press('Tab')
    if (!(await reader.panel.evaluate((node) => node.matches(':focus-within')))) break
  }
})
