import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  type Script,
  type ScriptedEndpoint,
  startScriptedEndpoint,
} from '../support/scripted-endpoint.ts'
import { expectAccessible, guide, guideHtml, openPage, type Reader } from './reader.ts'

let endpoint: ScriptedEndpoint
let reader: Reader
beforeAll(async () => {
  endpoint = await startScriptedEndpoint()
})
afterAll(() => endpoint.close())
beforeEach(() => {
  endpoint.heard.length = 0
  endpoint.script = {}
})
afterEach(() => reader.close())

const rich: Script = {
  sources: [{ n: 1 }, { n: 2, chapter: 'Weights' }],
  deltas: [
    '## Rings\n\nEach **ring** is a `prism` [1]. See [more](https://book.example/) [2].\n\n',
    '- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```sh\nlens clean --all\n```\n\n> Quoted.\n',
  ],
  citations: [
    { n: 1, quote: 'Each ring is a prism.', status: 'verified' },
    { n: 2, quote: 'Each ring is a prism.', status: 'weak' },
  ],
}

const problem = (name: string, status: number) => ({
  status,
  body: { type: `urn:problem-type:marginalia:${name}`, title: name, status, detail: name },
  headers: { 'retry-after': '50' },
})

interface State {
  script?: Script
  attributes?: string
  reach: (reader: Reader) => Promise<unknown>
}

const asked = async (target: Reader) => {
  await target.open()
  await target.ask('What is a ring?')
}

const answered = async (target: Reader) => {
  await target.open()
  await target.hear('What is a ring?')
  await target.button('Helpful').waitFor()
}

const states: Record<string, State> = {
  closed: { reach: ({ launcher }) => launcher.waitFor() },
  'open and empty': {
    attributes: 'data-questions="What is a ring?|Who rings the bell?"',
    reach: (target) => target.open(),
  },
  'about a selection': {
    reach: async ({ page, button }) => {
      await page.locator('#sand').click({ clickCount: 3 })
      await button('Ask about this').click()
    },
  },
  'offering a selection': {
    reach: async ({ page, button }) => {
      await page.locator('#sand').click({ clickCount: 3 })
      await button('Ask about this').waitFor()
    },
  },
  waiting: { script: { holdAfter: 0 }, reach: asked },
  streaming: {
    script: { ...rich, holdAfter: 2 },
    reach: async (target) => {
      await asked(target)
      await target.answers.first().waitFor()
    },
  },
  answered: { script: rich, reach: answered },
  'with opened sources': {
    script: rich,
    reach: async (target) => {
      await answered(target)
      await target.button('Source 1').first().click()
      await target.button('Source 2, weak support').first().click()
    },
  },
  'rated down': {
    script: rich,
    reach: async (target) => {
      await answered(target)
      await target.button('Not helpful').click()
      await target.button('Out of date').waitFor()
    },
  },
  refused: {
    script: {
      sources: [],
      deltas: ['The book does not answer this. Nearest: [Lamps](https://book.example/).'],
      done: { answered: false },
    },
    reach: answered,
  },
  'handing off': {
    script: { ...rich, done: { hand_off: 'asked-for' } },
    reach: async (target) => {
      await answered(target)
      await target.button('Ask a person').click()
    },
  },
  limited: {
    script: { refusals: { '/v1/chat': problem('rate-limited', 429) } },
    reach: async (target) => {
      await asked(target)
      await target.panel.getByText('You can go on in').first().waitFor()
    },
  },
  failed: {
    script: { refusals: { '/v1/chat': problem('internal', 500) } },
    reach: async (target) => {
      await asked(target)
      await target.button('Try again').waitFor()
    },
  },
  'with its menu open': {
    script: rich,
    reach: async (target) => {
      await answered(target)
      await target.button('More').click()
      await target.button('Earlier conversations').waitFor()
    },
  },
  'asked whether to forget': {
    script: rich,
    reach: async (target) => {
      await answered(target)
      await target.choose('Forget this conversation')
    },
  },
  'being forgotten': {
    script: rich,
    reach: async (target) => {
      await answered(target)
      await target.choose('Forget this conversation')
      await target.button('Forget').click()
      await target.button('Undo').waitFor()
    },
  },
  'with earlier conversations': {
    script: rich,
    reach: async (target) => {
      await answered(target)
      await target.button('New conversation').click()
      await target.choose('Earlier conversations')
      await target.button('What is a ring?').waitFor()
    },
  },
  'beside the page': {
    script: rich,
    reach: async (target) => {
      await answered(target)
      await target.choose('Put it beside the page')
    },
  },
  'with boxes, tasks, keys, footnotes, coloured code and next questions': {
    script: {
      ...rich,
      deltas: [
        ':::tip\nPress <kbd>Ctrl</kbd> [1][^1].\n:::\n\n- [ ] one\n- [x] two\n\n[^1]: A note.\n\n',
        '```ts\n// A comment.\nconst rings = 12 + "a"\n```\n',
      ],
      suggestions: ['How is it cleaned?', 'Who rings the bell?'],
    },
    reach: async (target) => {
      await answered(target)
      await target.page.locator('marginalia-chat code span').first().waitFor()
    },
  },
  'commenting on an answer': {
    script: rich,
    reach: async (target) => {
      await answered(target)
      await target.button('Not helpful').click()
      await target.button('Out of date').click()
      await target.panel.getByLabel('What would have helped? (optional)').waitFor()
    },
  },
  'with a pasted text': {
    reach: async (target) => {
      await target.open()
      await target.input.evaluate((box) => {
        const clipboardData = new DataTransfer()
        clipboardData.setData('text/plain', 'at frame\n'.repeat(100))
        box.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
      })
      await target.button('Remove the pasted text').waitFor()
    },
  },
  'with the owner’s contact': {
    script: { ...rich, hasPerson: false, done: { hand_off: 'asked-for' } },
    attributes: 'data-contact="help@book.example"',
    reach: async (target) => {
      await answered(target)
      await target.panel.getByRole('link', { name: 'Write to us' }).waitFor()
    },
  },
  'right to left': {
    script: rich,
    attributes: 'data-locale="ar"',
    reach: async ({ page }) => {
      await page.locator('marginalia-chat [part~="launcher"]').click()
      const input = page.locator('marginalia-chat [part~="composer"] textarea')
      await input.fill('ما هي الحلقة؟')
      await input.press('Enter')
      await page.locator('marginalia-chat [part~="source"]').first().waitFor()
    },
  },
}

const cells = Object.entries(states).flatMap(([name, state]) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ name, state, colorScheme })),
)

test.each(cells)('axe finds nothing, $name, $colorScheme', async ({ state, colorScheme }) => {
  endpoint.script = { ...state.script }
  const attributes = `data-endpoint="${endpoint.url}" ${state.attributes ?? ''}`
  reader = await openPage(guide(attributes), { colorScheme, reducedMotion: 'reduce' })
  await state.reach(reader)
  await expectAccessible(reader)
})

test('axe finds nothing inline', async () => {
  endpoint.script = rich
  const widget = `<marginalia-chat endpoint="${endpoint.url}" position="inline"></marginalia-chat>`
  reader = await openPage({
    html: guideHtml('<script defer src="/widget.js"></script>', widget),
  })
  await reader.hear('What is a ring?')
  await reader.button('Helpful').waitFor()
  await expectAccessible(reader)
})

test('the status tells of start and end, and does not read every token', async () => {
  endpoint.script = { ...rich, paceMs: 10 }
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
  await reader.open()
  await reader.page.evaluate(() => {
    const told: string[] = []
    Object.assign(window, { told })
    const status = document
      .querySelector('marginalia-chat')
      ?.shadowRoot?.querySelector('[role="status"]')
    if (!status) throw new Error('There is no status')
    new MutationObserver(() => told.push(status.textContent ?? '')).observe(status, {
      childList: true,
      characterData: true,
      subtree: true,
    })
  })
  await reader.hear('What is a ring?')
  await reader.button('Helpful').waitFor()
  expect(await reader.page.evaluate('window.told')).toEqual([
    'Answering…',
    'Answer complete, 2 sources',
  ])
  const live = await reader.page.evaluate(() => {
    const root = document.querySelector('marginalia-chat')?.shadowRoot
    const found = root?.querySelectorAll(
      '[aria-live="polite"], [aria-live="assertive"], [role="log"], [role="alert"]',
    )
    return found?.length
  })
  expect(live).toBe(0)
})

test('who wants less motion sees none', async () => {
  endpoint.script = { ...rich, holdAfter: 2 }
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`), { reducedMotion: 'reduce' })
  await asked(reader)
  await reader.answers.first().waitFor()
  const moving = await reader.page.evaluate(
    () =>
      document.getAnimations().filter((animation) => {
        const { duration, iterations } = animation.effect?.getComputedTiming() ?? {}
        return Number(duration) > 50 || iterations === Number.POSITIVE_INFINITY
      }).length,
  )
  expect(moving).toBe(0)
})

test('colours that the system forces are kept, and states are told by more than colour', async () => {
  endpoint.script = rich
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`), { forcedColors: 'active' })
  await answered(reader)
  const border = await reader.panel.evaluate((node) => getComputedStyle(node).borderTopStyle)
  expect(border).not.toBe('none')
  await expectAccessible(reader)
})

const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true }
// 200 % zoom of a window of 1,280 by 800 points leaves this much.
const zoomed = { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }

test.each([
  ['a phone', phone],
  ['200 % zoom', zoomed],
  ['400 % zoom', { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 }],
])('on %s all of it is there, nothing scrolls sideways', async (_, options) => {
  endpoint.script = rich
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`), options)
  await answered(reader)
  const { width, height } = options.viewport
  const box = await reader.panel.boundingBox()
  expect(box && box.x >= 0 && box.y >= 0).toBe(true)
  expect(box && box.x + box.width <= width && box.y + box.height <= height).toBe(true)
  const sideways = await reader.page.evaluate(() => {
    const root = document.querySelector('marginalia-chat')?.shadowRoot
    const wide = [...(root?.querySelectorAll('*') ?? [])].filter(
      (node) =>
        node.scrollWidth > node.clientWidth + 1 &&
        ['auto', 'scroll'].includes(getComputedStyle(node).overflowX) &&
        !node.matches('pre, .table'),
    )
    return [
      ...wide.map(({ outerHTML }) => outerHTML.slice(0, 100)),
      ...(document.documentElement.scrollWidth > innerWidth ? ['the page'] : []),
    ]
  })
  expect(sideways).toEqual([])
  await reader.input.fill('More')
  await reader.button('Send').click()
  await expect.poll(() => reader.answers.count()).toBe(2)
})

test('on a phone what is touched is large enough, and the input is not zoomed into', async () => {
  endpoint.script = { ...rich, done: { hand_off: 'asked-for' } }
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`), phone)
  const launcher = await reader.launcher.boundingBox()
  expect(Math.min(launcher?.width ?? 0, launcher?.height ?? 0)).toBeGreaterThanOrEqual(44)
  await answered(reader)
  await reader.button('Ask a person').click()
  const small = await reader.page.evaluate(() => {
    const root = document.querySelector('marginalia-chat')?.shadowRoot
    const inputs = [...(root?.querySelectorAll('input, textarea') ?? [])].filter(
      (node) => Number.parseFloat(getComputedStyle(node).fontSize) < 16,
    )
    // WCAG 2.2: 24 pixels, or as much room around a mark within a line.
    const targets = [...(root?.querySelectorAll('button, summary') ?? [])].filter((node) => {
      const { width, height } = node.getBoundingClientRect()
      return width > 0 && (width < 24 || height < 24)
    })
    return [...inputs, ...targets].map(({ outerHTML }) => outerHTML.slice(0, 120))
  })
  expect(small).toEqual([])
})
