import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { expectAccessible, guide, openPage, type PageOptions, type Reader } from './reader.ts'

// These run against the suite itself, in workerd over the local cloud, from a page of an owner's site.
const suite = inject('suite')
const aboutTheLens = 'How tall is a first-order Fresnel lens?'

let reader: Reader
beforeEach(async () => {
  reader = await openPage(guide(`data-endpoint="${suite}"`))
  await reader.open()
})
afterEach(() => reader.close())

/** Lets OpenRouter fail until the test is over. */
async function fault(wanted: object) {
  const set = { method: 'POST', body: JSON.stringify(wanted) }
  await fetch(`${inject('openrouter')}/__faults`, set)
  return {
    [Symbol.asyncDispose]: async () => {
      await fetch(`${inject('openrouter')}/__faults`, { method: 'DELETE' })
    },
  }
}

test('an answer streams in, with marks that open the passage and its link', async () => {
  await reader.hear(aboutTheLens)
  await expect.poll(() => reader.answers.last().textContent()).toContain('2,590 millimetres')
  await reader.answers
    .getByRole('button', { name: /^Source 1/ })
    .first()
    .click()
  const passage = reader.sources.getByRole('group', { name: 'Source 1' })
  expect(await passage.textContent()).toContain('concentric rings of glass')
  expect(await passage.locator('mark').allTextContents()).not.toEqual([])
  expect(await reader.sources.textContent()).toContain('The Fresnel lens')
  expect(await reader.sources.textContent()).toContain('How it works')
  const link = reader.sources.getByRole('link')
  const address = `${suite}/docs/Part-1-lamps/the-fresnel-lens#how-it-works:~:text=`
  expect((await link.getAttribute('href'))?.startsWith(address)).toBe(true)
})

test('the link of a source opens the page of the local site at the paragraph', async () => {
  const site = await openPage(`${suite}/`)
  await site.launcher.waitFor()
  await expectAccessible(site)
  await site.open()
  await site.hear('How often does the keeper ring the bell in fog?')
  await site.answers
    .getByRole('button', { name: /^Source/ })
    .first()
    .click()
  await site.sources.getByRole('link').click()
  await site.page.waitForURL((url) =>
    url.href.startsWith(`${suite}/docs/Part-2-keepers/the-watch#fog`),
  )
  // Where the browser knows text fragments, the words themselves are what the address leads to.
  expect(await site.page.locator(':target').textContent()).toContain(
    'rings the bell every 30 seconds',
  )
  expect(site.console).toEqual([])
  await site.close()
})

test('what the book does not answer is said so, and a person is offered', async () => {
  await reader.hear('Which submarine cables cross Antarctica?')
  await reader.panel.getByText('Not on these pages').waitFor()
  // Nobody is told here, so that nobody is promised.
  expect(await reader.button('Ask a person').count()).toBe(0)
  const webhook = await subscribe()
  await reader.button('New conversation').click()
  await reader.hear('Which submarine cables cross Antarctica?')
  await reader.button('Ask a person').click()
  const form = reader.panel.locator('form').filter({ hasText: 'What do you need?' })
  await form.getByLabel('What do you need?').fill('I need a map of the cables')
  await form.getByLabel(/How can we reach you/).fill('reader@example.com')
  await form.getByRole('button', { name: 'Pass it on' }).click()
  await reader.panel.getByText('can reach you at reader@example.com').waitFor()
  await webhook.remove()
})

/** Has the owner be told when a reader asks for a person. */
async function subscribe() {
  const headers = {
    authorization: `Bearer ${developmentSecrets.ADMIN_TOKEN}`,
    'content-type': 'application/json',
  }
  const body = JSON.stringify({ url: 'https://example.com/hook', events: ['chat.escalated'] })
  const made = await fetch(`${suite}/v1/webhooks`, { method: 'POST', headers, body })
  expect(made.status).toBe(201)
  const { webhook_id } = (await made.json()) as { webhook_id: string }
  return {
    remove: () => fetch(`${suite}/v1/webhooks/${webhook_id}`, { method: 'DELETE', headers }),
  }
}

test('thumbs down asks for a reason, and both reach the log', async () => {
  await reader.hear('What is trimmed before sunset?')
  const rated = reader.page.waitForResponse(
    (response) => response.url().endsWith('/v1/feedback') && response.request().method() === 'POST',
  )
  await reader.button('Not helpful').click()
  expect((await rated).status()).toBe(204)
  const reasoned = reader.page.waitForRequest((request) =>
    Boolean(request.postData()?.includes('outdated')),
  )
  await reader.button('Out of date').click()
  expect((await reasoned).postDataJSON()).toMatchObject({ rating: 'down', reason: 'outdated' })
  await reader.panel.getByText('Thank you for telling us.').waitFor()
  const commented = reader.page.waitForRequest((request) =>
    Boolean(request.postData()?.includes('the new wick')),
  )
  await reader.panel.getByLabel('What would have helped? (optional)').fill('the new wick')
  await reader.page.keyboard.press('Enter')
  const words = { rating: 'down', reason: 'outdated', comment: 'the new wick' }
  expect((await commented).postDataJSON()).toMatchObject(words)
  expect(await reader.button('Not helpful').getAttribute('aria-pressed')).toBe('true')
})

test('the conversation is there after a reload, and gone when it is forgotten', async () => {
  await reader.hear(aboutTheLens)
  await reader.page.reload()
  const shown = () => reader.answers.last().textContent()
  if (await reader.launcher.isVisible()) await reader.open()
  await expect.poll(shown).toContain('2,590 millimetres')
  const erased = reader.page.waitForResponse((response) => response.request().method() === 'DELETE')
  await forget()
  await expect.poll(() => reader.answers.count()).toBe(0)
  expect((await erased).status()).toBe(204)
  await reader.page.reload()
  if (await reader.launcher.isVisible()) await reader.open()
  expect(await reader.answers.count()).toBe(0)
  const kept = await reader.page.evaluate(() =>
    JSON.stringify({ ...sessionStorage, ...localStorage }),
  )
  expect(kept).not.toContain('2,590')
  expect(kept).not.toContain('token')
})

async function forget() {
  await reader.choose('Forget this conversation')
  await reader.button('Forget').click()
}

test('another tab of the reader sees the conversation from its history', async () => {
  await reader.hear(aboutTheLens)
  const tab = await reader.page.context().newPage()
  await tab.goto(reader.page.url())
  const answers = tab.locator('marginalia-chat [part~="answer"]')
  const launcher = tab.getByRole('button', { name: 'Ask a question' })
  if (await launcher.isVisible()) await launcher.click()
  await expect.poll(() => answers.count()).toBe(1)
})

test('a new conversation begins with another session', async () => {
  const session = async () => {
    const asked = reader.page.waitForRequest((request) => request.url().endsWith('/v1/chat'))
    await reader.ask(aboutTheLens)
    const { session_id } = (await asked).postDataJSON()
    await reader.untilAnswered()
    return session_id
  }
  const first = await session()
  expect(await session()).toBe(first)
  await reader.button('New conversation').click()
  await expect.poll(() => reader.answers.count()).toBe(0)
  expect(await session()).not.toBe(first)
})

test('a model that is away leaves the best passages, and says that a service was', async () => {
  await using _ = await fault({ kind: 'down', match: 'chat' })
  await reader.hear('How heavy is a lens of the first order, in tonnes?')
  await reader.panel.getByText('A service was away').waitFor()
})

test('a page of an origin that is not allowed: the owner is told what to add, the reader that it is not set up', async () => {
  const stranger = await openPage(guide(`data-endpoint="${suite}"`), {
    host: inject('strangeHost'),
  } satisfies PageOptions)
  await stranger.open()
  await stranger.ask(aboutTheLens)
  await stranger.panel.getByText(/not set up yet|cannot be reached/).waitFor()
  const told = () => stranger.console.join('\n')
  await expect.poll(told).toContain('ALLOWED_ORIGINS')
  expect(told()).toContain(inject('strangeHost'))
  await stranger.close()
})
