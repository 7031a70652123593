import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ScriptedEndpoint, startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { guide, openPage, type Reader } from './reader.ts'

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

async function opened(attributes = '', options = {}) {
  reader = await openPage(guide(`data-endpoint="${endpoint.url}" ${attributes}`), options)
  await reader.open()
}

test('what happens is said while there is nothing to read: searching, then reading so many passages', async () => {
  endpoint.script = { sources: [{}, {}, {}], deltas: ['Each ring.'], holdAfter: 0 }
  await opened()
  await reader.ask('What is a ring?')
  await reader.panel.getByText('Searching these pages…').waitFor()
  await reader.button('Stop').click()
  endpoint.script.holdAfter = 1
  await reader.ask('What is a ring?')
  await reader.panel.getByText('Reading 3 passages…').waitFor()
})

test('an answer that came in pieces stands on the page as one that came whole', async () => {
  await opened()
  let asked = 0
  const hear = async (deltas: string[], paceMs: number) => {
    endpoint.script = { deltas, paceMs }
    await reader.ask('What is a ring?')
    asked += 1
    await expect.poll(() => reader.button('Helpful').count(), { timeout: 20_000 }).toBe(asked)
    return await reader.answers.last().evaluate((shown) => shown.innerHTML)
  }
  const whole = await hear([longAnswer], 0)
  expect(whole).toContain('<table>')
  expect(whole.split('<li').length).toBe(33)
  // Cut within words, marks, fences and tables; the last comes while it is painted many times.
  for (const [size, paceMs] of [
    [1, 0],
    [7, 1],
    [61, 20],
  ] as const) {
    const pieces = longAnswer.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? []
    expect(await hear(pieces, paceMs)).toBe(whole)
  }
})

test('what goes on below the window comes there too, while it goes on', async () => {
  const deltas = Array.from({ length: 300 }, (_, at) => `Ring ${at} bends the light [1].\n\n`)
  endpoint.script = { deltas, paceMs: 1, holdAfter: 1 + deltas.length }
  await opened()
  await reader.ask('What is a ring?')
  await reader.answers.last().getByText('Ring 299 bends').waitFor({ state: 'attached' })
  expect(await reader.answers.last().locator('p').count()).toBe(300)
  await reader.button('Stop').click()
  await reader.panel.getByText('Stopped').waitFor()
})

test('what is far out of sight is not laid out, and whoever goes up from the end sees nothing jump', async () => {
  const words = (at: number) => `Ring ${at} ${'bends the light '.repeat(at % 20)}[1].\n\n`
  endpoint.script = { deltas: Array.from({ length: 200 }, (_, at) => words(at)) }
  await opened()
  await reader.hear('What is a ring?')
  const answer = reader.answers.last()
  const isLaidOut = (mark: Locator) =>
    mark.evaluate((shown) => shown.checkVisibility({ contentVisibilityAuto: true }))
  expect(await isLaidOut(answer.getByRole('button').first())).toBe(true)
  expect(await isLaidOut(answer.getByRole('button').last())).toBe(false)
  const moves = await answer.evaluate(goUpFromTheEnd, 100)
  expect(moves.length).toBe(60)
  // Scrolling rounds to the pixels of the screen.
  expect(moves.filter((px) => Math.abs(px - 100) > 1)).toEqual([])
})

/** How far the first paragraph that is whole in sight moves with each of sixty steps of so many pixels. */
async function goUpFromTheEnd(answer: Element, stepPx: number): Promise<number[]> {
  const window = answer.closest('[part~="messages"]')
  if (!window) throw new Error('The answer is not in the messages')
  const drawn = async (frames: number) => {
    for (let frame = 0; frame < frames; frame += 1) await new Promise(requestAnimationFrame)
  }
  // What comes near is laid out some frames later.
  for (let height = 0; height !== window.scrollHeight; await drawn(10)) {
    height = window.scrollHeight
    window.scrollTo(0, height)
  }
  const moves: number[] = []
  for (let step = 0; step < 60; step += 1) {
    const { top } = window.getBoundingClientRect()
    const seen = [...answer.children].find((one) => one.getBoundingClientRect().top > top)
    const before = seen?.getBoundingClientRect().top ?? 0
    window.scrollBy(0, -stepPx)
    await drawn(2)
    moves.push(Math.round((seen?.getBoundingClientRect().top ?? 0) - before))
  }
  return moves
}

const longAnswer = `# The lamp

Each **ring** of the _lens_ is a \`prism\` [1]. See [the book](https://book.example/), or https://book.example/b.

1. first
   - the *glass*
   - then ~~sand~~ [1]
2. second

> [!note]
> Never use sand.

| What | How |
| --- | :-: |
| band | *dim* [1] |

\`\`\`
lens clean --all
\`\`\`

`.repeat(8)

test('an answer that was cut goes on, and one that broke off is asked again', async () => {
  await opened()
  endpoint.script.done = { finish: 'length' }
  await reader.hear('What is a ring?')
  await reader.button('Go on').click()
  await expect.poll(() => endpoint.asked()[1]?.body).toMatchObject({ question: 'Go on' })
  await reader.untilAnswered()
  endpoint.script.done = { finish: 'broken' }
  await reader.hear('What is a band?')
  await reader.button('Ask again').click()
  await expect.poll(() => endpoint.asked()[3]?.body).toMatchObject({ question: 'What is a band?' })
})

test('a person is promised only where one is told, else the owner’s contact is shown, else nothing', async () => {
  endpoint.script = {
    sources: [],
    deltas: ['It is not here.'],
    done: { answered: false },
    hasPerson: false,
  }
  await opened()
  await reader.hear('Where?')
  expect(await reader.button('Ask a person').count()).toBe(0)
  expect(await reader.panel.getByRole('link').count()).toBe(0)
  await reader.close()
  await opened('data-contact="help@book.example"')
  await reader.hear('Where?')
  const link = reader.panel.getByRole('link', { name: 'Write to us' })
  expect(await link.getAttribute('href')).toBe('mailto:help@book.example')
  await reader.close()
  endpoint.script.hasPerson = true
  await opened()
  await reader.hear('Where?')
  await reader.button('Ask a person').click()
  await reader.panel.getByLabel(/How can we reach you/).fill('me@reader.example')
  await reader.button('Pass it on').click()
  await reader.panel.getByText('can reach you at me@reader.example').waitFor()
  await reader.close()
  endpoint.script.isTold = false
  await opened('data-contact="https://book.example/help"')
  await reader.hear('Where?')
  await reader.button('Ask a person').click()
  await reader.button('Pass it on').click()
  await reader.panel.getByText('nobody is told of it here').first().waitFor()
  await reader.panel.getByRole('link', { name: 'Write to us' }).waitFor()
})

test('an empty panel offers the page’s own headings, unless the owner has questions of their own', async () => {
  endpoint.script.starters = ['The lamp guide: The glass']
  await opened()
  await reader.button('The lamp guide: The glass').click()
  await expect
    .poll(() => endpoint.asked()[0]?.body)
    .toMatchObject({
      question: 'The lamp guide: The glass',
    })
  await reader.close()
  await opened('data-questions="What is a ring?"')
  await reader.button('What is a ring?').waitFor()
  expect(await reader.button('The lamp guide: The glass').count()).toBe(0)
})

test('next questions are shown under the answer, and asked by their buttons', async () => {
  endpoint.script.suggestions = ['How is it cleaned?', 'Who rings the bell?']
  await opened()
  await reader.hear('What is a ring?')
  const next = reader.panel.getByRole('group', { name: 'You could also ask' })
  await next.getByRole('button', { name: 'Who rings the bell?' }).click()
  await expect
    .poll(() => endpoint.asked()[1]?.body)
    .toMatchObject({ question: 'Who rings the bell?' })
})

test('what comes after the end is shown with it, and leaves the field free for the next question', async () => {
  const quote = 'Each ring is a prism.'
  const judged = (status: string) => ({ citations: [{ n: 1, quote, status }] })
  endpoint.script.suggestions = ['How is it cleaned?']
  endpoint.script.citations = [{ n: 1, quote, status: 'verified' }]
  endpoint.script.late = [
    { event: 'citations', data: judged('weak') },
    { event: 'suggestions', data: { questions: ['How is it cleaned?', 'Who rings the bell?'] } },
  ]
  await opened()
  await reader.hear('What is a ring?')
  const next = reader.panel.getByRole('group', { name: 'You could also ask' })
  await next.getByRole('button', { name: 'Who rings the bell?' }).waitFor()
  await reader.answers.getByRole('button', { name: 'Source 1, weak support' }).waitFor()
  await reader.button('Send').waitFor()
  await reader.hear('What is a band?')
  expect(await reader.answers.count()).toBe(2)
})

test('what a reader has begun under an answer stays as it is when more of it comes', async () => {
  const begun = Promise.withResolvers<void>()
  const questions = ['How is it cleaned?']
  endpoint.script.deltas = ['Each ring is a prism [1].']
  endpoint.script.late = [{ event: 'suggestions', data: { questions } }]
  endpoint.script.lateAfter = begun.promise
  await opened()
  await reader.hear('What is a ring?')
  await reader.answers.getByRole('button', { name: /^Source 1/ }).click()
  await reader.button('Not helpful').click()
  await reader.button('Out of date').click()
  const comment = reader.panel.getByLabel('What would have helped? (optional)')
  await comment.pressSequentially('the new ')
  begun.resolve()
  await reader.button('How is it cleaned?').waitFor()
  await reader.page.keyboard.type('wick')
  expect(await comment.inputValue()).toBe('the new wick')
  expect(await reader.sources.getByRole('group', { name: 'Source 1' }).isVisible()).toBe(true)
})

test('verdicts that come late leave open what is open, and the focus where it is', async () => {
  const begun = Promise.withResolvers<void>()
  const quote = 'Each ring is a prism.'
  endpoint.script.deltas = ['Each ring is a prism [1].']
  endpoint.script.suggestions = ['How is it cleaned?']
  endpoint.script.citations = [{ n: 1, quote, status: 'verified' }]
  endpoint.script.late = [
    { event: 'citations', data: { citations: [{ n: 1, quote, status: 'weak' }] } },
  ]
  endpoint.script.lateAfter = begun.promise
  await opened()
  await reader.hear('What is a ring?')
  await reader.answers.getByRole('button', { name: 'Source 1' }).click()
  await reader.button('How is it cleaned?').focus()
  begun.resolve()
  await reader.answers.getByRole('button', { name: 'Source 1, weak support' }).waitFor()
  expect(await reader.focused()).toBe('How is it cleaned?')
  expect(await reader.sources.getByRole('group', { name: 'Source 1' }).isVisible()).toBe(true)
  await reader.sources.getByText('This passage may not carry all that').waitFor()
})

test('an answer is copied with its sources, under the numbers that it shows', async () => {
  endpoint.script = {
    sources: [{ n: 1 }, { n: 2 }, { n: 3, chapter: 'Weights', section: '' }],
    deltas: ['It is heavy [3]. Each ring is a prism [1].'],
  }
  await opened()
  await reader.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await reader.hear('What is a ring?')
  await reader.button('Copy answer').click()
  await reader.button('Copied').waitFor()
  const url = 'https://book.example/docs/lamps/the-fresnel-lens#how-it-works'
  expect(await reader.page.evaluate(() => navigator.clipboard.readText())).toBe(
    `It is heavy [1]. Each ring is a prism [2].\n\nSources:\n[1] Weights ${url}\n[2] The Fresnel lens › How it works ${url}`,
  )
})

test('a question is edited and asked again, with what it was about', async () => {
  await opened()
  await reader.hear('What is a rink?')
  await reader.button('Edit and ask again').click()
  expect(await reader.input.inputValue()).toBe('What is a rink?')
  await reader.hear('What is a ring?')
  expect(endpoint.asked()[1]?.body).toMatchObject({ question: 'What is a ring?' })
})

/** Pastes as from another window. */
const paste = (text: string) =>
  reader.input.evaluate((box, pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    const event = { clipboardData, bubbles: true, cancelable: true, composed: true }
    box.dispatchEvent(new ClipboardEvent('paste', event))
  }, text)

test('a long text that is pasted goes beside the question, with its size, and can be taken away', async () => {
  await opened()
  const trace = Array.from({ length: 60 }, (_, at) => `  at frame ${at} (lamp.ts:${at})`).join('\n')
  await paste(`Error: the wick is wet\n${trace}`)
  await reader.panel.getByText(/Pasted text, 1,\d{3} characters/).waitFor()
  await reader.button('Remove the pasted text').click()
  await paste(`Error: the wick is wet\n${trace}`)
  await reader.hear('What does this mean?')
  expect(endpoint.asked()[0]?.body).toMatchObject({
    question: 'What does this mean?',
    attached_text: `Error: the wick is wet\n${trace}`,
  })
  await reader.hear('And now?')
  expect(endpoint.asked()[1]?.body).not.toHaveProperty('attached_text')
  await paste('short')
  expect(await reader.button('Remove the pasted text').isVisible()).toBe(false)
})

test('10,000 characters are cut to what may be sent, which is said', async () => {
  await opened()
  await paste('x'.repeat(10_000))
  await reader.panel.getByText('The pasted text was cut to 8,000 characters.').waitFor()
  await reader.hear('What does this mean?')
  expect(endpoint.asked()[0]?.body).toMatchObject({ attached_text: 'x'.repeat(8000) })
})

test('the panel grows, stands beside the page, and is so on the next visit', async () => {
  await opened('', { viewport: { width: 1300, height: 800 } })
  const width = async () => (await reader.panel.boundingBox())?.width ?? 0
  const page = () =>
    reader.page.evaluate(() => document.querySelector('main')?.getBoundingClientRect().width ?? 0)
  const [narrow, whole] = [await width(), await page()]
  await reader.choose('Make it larger')
  await expect.poll(width).toBeGreaterThan(narrow + 200)
  await reader.choose('Make it smaller')
  await reader.choose('Put it beside the page')
  await expect.poll(page).toBeLessThan(whole - 300)
  const box = await reader.panel.boundingBox()
  expect([box?.y, box?.height]).toEqual([0, 800])
  await reader.button('Close').click()
  await expect.poll(page).toBe(whole)
  await reader.page.reload()
  await reader.open()
  await expect.poll(page).toBeLessThan(whole - 300)
  await reader.page.setViewportSize({ width: 800, height: 800 })
  await expect
    .poll(() => reader.page.evaluate(() => document.documentElement.style.marginRight))
    .toBe('')
  await reader.page.setViewportSize({ width: 1300, height: 800 })
  await reader.choose('Put it over the page')
  await expect.poll(page).toBe(whole)
})
