import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { writeDemo } from '../../dev/demo/write-demo.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { hostileStrings } from './hostile-strings.ts'
import { expectAccessible, openPage, type Reader } from './reader.ts'

let empty: LocalSuite
let filled: LocalSuite
let owner: Reader
beforeAll(async () => {
  empty = await startLocalSuite({ isIngested: false })
  filled = await startLocalSuite()
  const { DATABASE_URL: databaseUrl = '', NEON_HTTP_URL: httpUrl = '' } = filled.cloud.settings
  await writeDemo({ databaseUrl, httpUrl }, Date.now())
})
afterAll(async () => {
  await empty.close()
  await filled.close()
})
afterEach(() => owner.close())

const open = async (suite: LocalSuite, options: BrowserContextOptions = {}) => {
  owner = await openPage(`${suite.suite.url}/admin`, { reducedMotion: 'reduce', ...options })
}

async function signIn(token: string = developmentSecrets.ADMIN_TOKEN) {
  await owner.page.getByLabel('Admin token').fill(token)
  await owner.page.keyboard.press('Enter')
}

/** Signs in, and waits until all figures are there. */
async function enter() {
  await signIn()
  await owner.page
    .getByRole('status')
    .getByText(/The last \d+ days/)
    .waitFor()
  await owner.page.getByText('Grouping …').waitFor({ state: 'hidden' })
}

async function openAllFolds() {
  for (const fold of await owner.page.locator('details:not([open]) > summary').all()) {
    await fold.click()
  }
  await owner.page.getByText('Loading …').waitFor({ state: 'hidden' })
}

const startRun = (suite: LocalSuite) => suite.sql`
  with run as (
    insert into ingestion_runs (id, status, total_chapters)
    values ('0e300000-0000-4000-8000-000000000000', 'running', 2) returning id)
  insert into ingestion_chapters (run_id, source_path, status)
  select id, page, status from run,
    (values ('docs/a.md', 'completed'), ('docs/b.md', 'pending')) as pages (page, status)`
const removeRun = (suite: LocalSuite) =>
  suite.sql`delete from ingestion_runs where status = 'running'`

interface State {
  suite: () => LocalSuite
  reach: () => Promise<void>
  leave?: () => Promise<unknown>
  console?: RegExp[]
}

const states: Record<string, State> = {
  'asked for the token': {
    suite: () => empty,
    reach: () => owner.page.getByLabel('Admin token').waitFor(),
  },
  'after a wrong token': {
    suite: () => empty,
    reach: async () => {
      await signIn('not-the-token')
      await owner.page.getByText('This is not the admin token.').waitFor()
    },
    // The browser itself tells of a refused request.
    console: [/status of 401/],
  },
  'without figures': { suite: () => empty, reach: enter },
  'with all folds open': {
    suite: () => filled,
    reach: async () => {
      await enter()
      await openAllFolds()
    },
  },
  'while a run is under way': {
    suite: () => filled,
    reach: async () => {
      await startRun(filled)
      await enter()
      await owner.page.getByText('1 of 2 pages').waitFor()
    },
    leave: () => removeRun(filled),
  },
  'while the database is away': {
    suite: () => empty,
    reach: async () => {
      await enter()
      empty.cloud.faults.neon.set({ kind: 'down' })
      await owner.button('Refresh').click()
      await owner.button('Try again').waitFor()
    },
    leave: async () => empty.cloud.faults.neon.clear(),
    console: [/status of 503/],
  },
}

const looks = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 375, colorScheme: 'light' },
  { width: 375, colorScheme: 'dark' },
] as const

const cells = Object.entries(states).flatMap(([name, state]) =>
  looks.map((look) => ({ name, state, ...look })),
)

test.each(cells)(
  '$name, $width wide, $colorScheme: axe finds nothing, nothing scrolls sideways, the console is empty',
  async ({ state, width, colorScheme }) => {
    await open(state.suite(), { colorScheme, viewport: { width, height: 800 } })
    await state.reach()
    await expectAccessible(owner)
    expect(await owner.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    await state.leave?.()
    const unexpected = owner.console.filter(
      (line) => !state.console?.some((expected) => expected.test(line)),
    )
    expect(unexpected).toEqual([])
  },
)

const press = async (...keys: string[]) => {
  for (const key of keys) await owner.page.keyboard.press(key)
}

async function tabTo(name: string, most = 80) {
  const passed: string[] = []
  for (let step = 0; step < most; step += 1) {
    await press('Tab')
    const focused = await owner.focused()
    if (focused === name) return
    passed.push(focused)
  }
  throw new Error(`Tab does not reach ${name}, only ${passed.join(', ')}`)
}

test('the keyboard alone signs in, changes the period, reads a chart, starts a run and signs out', async () => {
  await open(filled)
  await owner.page.keyboard.type(developmentSecrets.ADMIN_TOKEN)
  await press('Enter')
  await owner.page.getByText('The last 30 days').waitFor()
  expect(await owner.focused()).toBe('How the book answers')
  await press('Tab', 'ArrowRight')
  await owner.page.getByText('The last 90 days').waitFor()
  await tabTo('The figures as a table')
  await press('Enter', 'Tab')
  expect(await owner.focused()).toBe('Questions a day, the latest day first')
  await tabTo('Start a run')
  await press('Enter')
  await owner.page.getByText('The run has completed.').waitFor()
  await owner.page.getByText('The last 90 days').waitFor()
  await owner.page.getByRole('radio', { name: '90 days' }).focus()
  await tabTo('Sign out')
  await press('Enter')
  await owner.page.getByText('You are signed out.').waitFor()
  expect(await owner.page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0)
  expect(owner.console).toEqual([])
})

test('the token lasts until the tab is closed, or until it is no longer right', async () => {
  await open(filled)
  await enter()
  await owner.page.reload()
  await owner.page.getByText('The last 30 days').waitFor()
  await owner.page.evaluate(() =>
    sessionStorage.setItem('marginalia:admin-token', 'one-that-was-changed'),
  )
  await owner.page.reload()
  await owner.page.getByText('The token is no longer right.').waitFor()
  expect(await owner.page.evaluate(() => sessionStorage.length)).toBe(0)
})

test('a chart’s table says what the API says', async () => {
  await open(filled)
  await enter()
  const [row] = await filled.sql`
    select questions - answered as refused, answered from daily_usage
    where day = date_trunc('day', now()) - interval '1 day'`
  await owner.page.locator('summary').first().click()
  const cells = owner.page
    .getByRole('table', { name: /Questions a day/ })
    .locator('tr')
    .nth(2)
  expect(await cells.locator('td').allTextContents()).toEqual(
    expect.arrayContaining([String(row?.answered), String(row?.refused)]),
  )
})

test('a run under way is followed to its end', async () => {
  await startRun(empty)
  await open(empty)
  await enter()
  await owner.page.getByText('1 of 2 pages').waitFor()
  expect(await owner.button('Start a run').isDisabled()).toBe(true)
  await empty.sql`update ingestion_runs set status = 'completed', completed_at = now()`
  await owner.page.getByText('The run has completed.').waitFor()
  await expect.poll(() => owner.button('Start a run').isEnabled()).toBe(true)
  await empty.sql`delete from ingestion_runs`
})

test('a dead delivery is sent once more', async () => {
  await open(filled)
  await enter()
  await owner.page.getByText('6 deliveries').click()
  await owner
    .button(/^Send .* once more$/)
    .first()
    .click()
  await owner.page.getByText('is on its way once more.').waitFor()
})

test('what readers, pages and receivers wrote is shown as text and does nothing', async () => {
  for (const [at, text] of hostileStrings.entries()) {
    await empty.sql`
      insert into query_logs (query_id, question, answered, created_at, sources, rating)
      values (gen_random_uuid(), ${text}, false, now(), '[]', null),
        (gen_random_uuid(), ${text}, true, now(),
          ${JSON.stringify([{ source: text, chapter: text, is_cited: true }])}, 'down')`
    if (at > 20) continue
    await empty.sql`
      with run as (
        insert into ingestion_runs (status, error_message) values ('failed', ${text}) returning id)
      insert into ingestion_chapters (run_id, source_path, status, error_message)
      select id, ${text}, 'failed', ${text} from run`
    await empty.sql`insert into webhooks (url, events, secret_hash) values (${text}, '{}', '')`
  }
  await open(empty)
  const strangers: string[] = []
  owner.page.on('request', ({ url }) => {
    if (!url().startsWith(empty.suite.url)) strangers.push(url())
  })
  await owner.page.addInitScript(() => Object.assign(window, { hit: () => console.log('hit') }))
  await owner.page.reload()
  await enter()
  await openAllFolds()
  await owner.page.getByText('<img src=x onerror=hit()>', { exact: true }).first().waitFor()
  expect(
    await owner.page.locator('main :is(img, iframe, script, object, svg, style)').count(),
  ).toBe(0)
  const links = await owner.page.locator('main a').evaluateAll((all) => all.map((a) => a.outerHTML))
  expect(links.filter((link) => !/^<a href="https?:/.test(link))).toEqual([])
  expect(strangers).toEqual([])
  expect(owner.console).toEqual([])
})
