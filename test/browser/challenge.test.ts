import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { type Service, startService } from '../../dev/cloud/stand-in/service.ts'
import { createTurnstileApp, turnstileRefusal } from '../../dev/cloud/turnstile/turnstile.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { startScriptedEndpoint } from '../support/scripted-endpoint.ts'
import { expectAccessible, guide, guideHtml, openPage, type Reader } from './reader.ts'

const sentence = 'Many people are asking right now. Go on, to show that you are here.'
const keys = { siteKey: '0x4AAAAAAAtestsitekey', secret: '0x4AAAAAAAtestsecretkey' }

let work: LocalSuite
let turnstile: LocalSuite
let service: Service
let reader: Reader
beforeAll(async () => {
  service = await startService({ app: createTurnstileApp(keys).app, refusal: turnstileRefusal })
  const settings = { CHALLENGE: 'always', ALLOWED_ORIGINS: inject('host') }
  work = await startLocalSuite({ settings })
  turnstile = await startLocalSuite({
    settings: {
      ...settings,
      TURNSTILE_SITE_KEY: keys.siteKey,
      TURNSTILE_SECRET_KEY: keys.secret,
      TURNSTILE_URL: service.url,
    },
  })
})
afterAll(async () => {
  await Promise.all([work.close(), turnstile.close()])
  await service.close()
})
afterEach(() => reader.close())

const question = 'What does the lens bend?'
const script = (url: string) => `<script defer src="/widget.js" data-endpoint="${url}"></script>`
const answered = () => expect.poll(() => reader.answers.last().textContent()).toMatch(/lens/i)

/** A page whose own policy is as given; what its browser asked for, and whether it made a worker. */
async function openUnder(policy: string, url: string) {
  reader = await openPage({ html: guideHtml(script(url)), policy })
  const asked: string[] = []
  let workers = 0
  reader.page.on('request', (request) => asked.push(request.url()))
  reader.page.on('worker', () => {
    workers += 1
  })
  await reader.open()
  await reader.ask(question)
  return { asked, workers: () => workers }
}

test('the work is done in a thread of its own, and the reader sees the answer alone', async () => {
  const { asked, workers } = await openUnder('', work.suite.url)
  await answered()
  expect(workers()).toBe(1)
  expect(await reader.panel.getByText(sentence).count()).toBe(0)
  const elsewhere = asked.filter((url) => ![inject('host'), work.suite.url].includes(originOf(url)))
  expect(elsewhere).toEqual([])
})

const originOf = (url: string) => (url.startsWith('blob:') ? inject('host') : new URL(url).origin)

test.each([
  ['allows no worker', "script-src 'self'"],
  [
    'allows no worker, trusts no strings and knows no styles',
    "script-src 'self'; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  ],
  ['allows the one file of the widget', `script-src {host}/widget.js`],
])('under a policy that %s the work is done all the same', async (_, rules) => {
  const policy = `default-src 'none'; connect-src ${work.suite.url}; ${rules}`
  const { workers } = await openUnder(policy.replace('{host}', inject('host')), work.suite.url)
  await answered()
  expect(workers()).toBe(0)
})

test('a session is opened once for all that is asked in it, and the next without any work', async () => {
  reader = await openPage(guide(`data-endpoint="${work.suite.url}"`))
  const opened: number[] = []
  reader.page.on('response', (response) => {
    const isOpening = response.url().endsWith('/v1/sessions')
    if (isOpening && response.request().method() === 'POST') opened.push(response.status())
  })
  await reader.open()
  await reader.hear(question)
  await reader.hear('Who keeps the log?')
  expect(opened).toEqual([403, 201])
  await reader.button('New conversation').click()
  await reader.hear(question)
  expect(opened).toEqual([403, 201, 201])
})

test('Turnstile runs in a frame of the suite, and none of its script on the page', async () => {
  const policy = `default-src 'none'; script-src 'self'; connect-src ${turnstile.suite.url};
    frame-src ${turnstile.suite.url}`
  const { asked } = await openUnder(policy.replace(/\s+/g, ' '), turnstile.suite.url)
  await answered()
  expect(asked.filter((url) => url.includes('/api.js'))).toHaveLength(1)
  const scripts = await reader.page.evaluate(() => [...document.scripts].map(({ src }) => src))
  expect(scripts).toEqual([`${inject('host')}/widget.js`])
  expect(await reader.page.locator('iframe').count()).toBe(0)
})

test('where Turnstile wants a hand, the reader has one sentence and its box, by keyboard too', async () => {
  reader = await openPage(guide(`data-endpoint="${turnstile.suite.url}"`), {
    reducedMotion: 'reduce',
  })
  await reader.page.route('**/turnstile/v0/widget?*', (route) => {
    const url = new URL(route.request().url())
    url.searchParams.set('interactive', 'true')
    return route.continue({ url: url.href })
  })
  await reader.open()
  await reader.ask(question)
  await reader.panel.getByText(sentence).waitFor()
  await expectAccessible(reader)
  const box = reader.page
    .frameLocator('marginalia-chat iframe')
    .frameLocator('iframe')
    .getByLabel('Verify you are human')
  await box.focus()
  await reader.page.keyboard.press('Space')
  await answered()
  expect(await reader.panel.getByText(sentence).count()).toBe(0)
})

test('a challenge that cannot be solved leaves one sentence and a button, which tries again', async () => {
  const endpoint = await startScriptedEndpoint()
  endpoint.script = {
    deltas: ['The lens bends light [1].'],
    refusals: {
      '/v1/sessions': {
        status: 403,
        body: {
          type: 'urn:problem-type:marginalia:challenge-required',
          challenge: { kind: 'proof-of-work', token: 'x', puzzles: 16, bits: 32 },
        },
      },
    },
  }
  reader = await openPage(guide(`data-endpoint="${endpoint.url}"`))
  await reader.open()
  await reader.ask(question)
  await reader.panel.getByText(sentence).waitFor()
  await expectAccessible(reader)
  endpoint.script.refusals = {}
  await reader.button('Go on').click()
  await answered()
  await endpoint.close()
})
