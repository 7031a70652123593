import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { writeDemo } from '../../dev/demo/write-demo.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { hostileStrings } from './hostile-strings.ts'
import { expectAccessible, openPage, type Reader } from './reader.ts'

let local: LocalSuite
let owner: Reader
beforeAll(async () => {
  local = await startLocalSuite()
})
afterAll(() => local.close())
afterEach(() => owner.close())

let isFilled = false

const filledDays = 14

/** Sees to it that there are figures. */
async function fill() {
  const { DATABASE_URL: databaseUrl = '', NEON_HTTP_URL: httpUrl = '' } = local.cloud.settings
  if (!isFilled) await writeDemo({ databaseUrl, httpUrl }, Date.now(), filledDays)
  isFilled = true
}

/** Sees to it that there are no figures at all. */
async function clear() {
  isFilled = false
  await local.sql`truncate sessions, query_logs, sessions_archive, ingestion_runs,
    ingestion_chapters, webhooks, closed_days, usage_days, latency_days, saving_days, citation_days, cost_days
    cascade`
}

async function open() {
  owner = await openPage(`${local.suite.url}/admin`)
}

async function signIn(token: string = developmentSecrets.ADMIN_TOKEN) {
  await owner.page.getByLabel('Admin token').fill(token)
  await owner.page.keyboard.press('Enter')
}

/** Signs in, and waits until all figures are there. */
async function enter() {
  await open()
  await signIn()
  await owner.page
    .getByRole('status')
    .getByText(/The last \d+ days/)
    .waitFor()
  await owner.page.getByText('Grouping …').waitFor({ state: 'hidden' })
}

async function openAllFolds() {
  await owner.page.locator('details').evaluateAll((folds) => {
    for (const fold of folds) fold.setAttribute('open', '')
  })
  const loading = owner.page.getByText('Loading …')
  await expect.poll(() => loading.count(), { timeout: 15_000 }).toBe(0)
}

const startRun = () => local.sql`
  with run as (insert into ingestion_runs (status) values ('running') returning id)
  insert into ingestion_chapters (run_id, source_path, part_number, status)
  select id, page, 0, status from run,
    (values ('docs/a.md', 'completed'), ('docs/b.md', 'pending')) as pages (page, status)`
const endRun = () => local.sql`
  update ingestion_runs set status = 'completed', completed_at = now() where status = 'running'`

interface State {
  reach: () => Promise<void>
  leave?: () => Promise<unknown>
  /** What the browser itself says of a request that was refused. */
  said?: RegExp
}

const states: Record<string, State> = {
  'asked for the token': { reach: open },
  'after a wrong token': {
    reach: async () => {
      await open()
      await signIn('not-the-token')
      await owner.page.getByText('This is not the admin token.').waitFor()
    },
    said: /status of 401/,
  },
  'without figures': {
    reach: async () => {
      await clear()
      await enter()
    },
  },
  'with all folds open': {
    reach: async () => {
      await fill()
      await enter()
      await owner.page.getByText('7 days').click()
      await owner.page.getByText('The last 7 days').waitFor()
      await owner.page.getByText('Grouping …').waitFor({ state: 'hidden' })
      await openAllFolds()
    },
  },
  'among the conversations': {
    reach: async () => {
      await fill()
      await enter()
      await owner.page.getByRole('link', { name: 'Conversations' }).click()
      await owner.page.getByRole('region', { name: 'Conversations, the latest first' }).waitFor()
    },
  },
  'in a conversation': {
    reach: async () => {
      await fill()
      await enter()
      const [session] =
        await local.sql`select id from sessions order by last_active_at desc limit 1`
      await owner.page.evaluate((id) => {
        location.hash = `#/conversations/${id}`
      }, String(session?.id))
      await owner.page.getByRole('link', { name: 'All conversations' }).waitFor()
      await openAllFolds()
    },
  },
  'among disliked answers': {
    reach: async () => {
      await fill()
      await enter()
      await owner.page.getByRole('link', { name: 'Disliked' }).click()
      await owner.page.getByText('No page cited').waitFor()
    },
  },
  'at the costs': {
    reach: async () => {
      await fill()
      await enter()
      await owner.page.getByRole('link', { name: 'Costs' }).click()
      await owner.page.getByText('By channel').waitFor()
    },
  },
  'where nothing was found': {
    reach: async () => {
      await enter()
      await owner.page.evaluate(() => {
        location.hash = '#/conversations?q=nothing-like-it'
      })
      await owner.page.getByText('No conversation of these days is like that.').waitFor()
    },
  },
  'while a run is under way': {
    reach: async () => {
      await startRun()
      await enter()
      await owner.page.getByText('1 of 2 pages').waitFor()
    },
    leave: endRun,
  },
  'while the database is away': {
    reach: async () => {
      await enter()
      local.cloud.faults.neon.set({ kind: 'down' })
      await owner.button('Refresh').click()
      await owner.button('Try again').waitFor()
    },
    leave: async () => local.cloud.faults.neon.clear(),
    said: /status of 503/,
  },
}

const looks = [
  { width: 1280, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
  { width: 375, colorScheme: 'light' },
  { width: 375, colorScheme: 'dark' },
] as const

// In four looks, on tables of some hundred cells, and after a database was filled.
const patienceMs = 60_000

test.each(Object.entries(states))(
  '%s, axe finds nothing, nothing scrolls sideways and the console is empty',
  async (_, { reach, leave, said }) => {
    try {
      await reach()
      for (const { width, colorScheme } of looks) {
        await owner.page.setViewportSize({ width, height: 800 })
        await owner.page.emulateMedia({ colorScheme })
        await expectAccessible(owner)
        expect(await owner.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
      }
    } finally {
      await leave?.()
    }
    expect(owner.console.filter((line) => !said?.test(line))).toEqual([])
  },
  patienceMs,
)

const press = async (...keys: string[]) => {
  for (const key of keys) await owner.page.keyboard.press(key)
}

async function tabTo(name: string) {
  const passed: string[] = []
  for (let step = 0; step < 60; step += 1) {
    await press('Tab')
    const focused = await owner.focused()
    if (focused === name) return
    passed.push(focused.slice(0, 50))
  }
  throw new Error(`Tab does not reach ${name}, only ${passed.join(', ')}`)
}

test('the keyboard alone signs in, changes the period, reads a chart, starts a run and signs out', async () => {
  await fill()
  await open()
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
  await owner.page.getByText('The last 90 days').waitFor()
  await owner.button('Start a run').and(owner.page.locator(':enabled')).waitFor()
  await owner.page.getByRole('radio', { name: '90 days' }).focus()
  await tabTo('Sign out')
  await press('Enter')
  await owner.page.getByText('You are signed out.').waitFor()
  expect(await owner.page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0)
  expect(owner.console).toEqual([])
})

test('the keyboard alone finds a conversation, opens it, and goes back the way it came', async () => {
  await fill()
  await enter()
  await owner.page.getByRole('link', { name: 'Conversations' }).focus()
  await press('Enter')
  await owner.page.getByRole('region', { name: 'Conversations, the latest first' }).waitFor()
  expect(await owner.focused()).toBe('What people ask')
  await owner.page.getByLabel('Words').focus()
  await owner.page.keyboard.type('webhook')
  await press('Enter')
  await owner.page.waitForURL(/#\/conversations\?q=webhook$/)
  await owner.page
    .getByRole('link', { name: /webhook/i })
    .first()
    .focus()
  await press('Enter')
  await owner.page.getByRole('link', { name: 'All conversations' }).waitFor()
  await owner.page.goBack()
  await owner.page.getByLabel('Words').waitFor()
  expect(await owner.page.getByLabel('Words').inputValue()).toBe('webhook')
  expect(owner.console).toEqual([])
})

test('the token lasts until the tab is closed, or until it is no longer right', async () => {
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

test('a chart’s table says what the views say', async () => {
  await fill()
  const [row] = await local.sql`
    select answered::text, (questions - answered)::text as refused from daily_usage
    where day = date_trunc('day', now()) - interval '1 day'`
  await enter()
  await owner.page.locator('summary').first().click()
  const yesterday = owner.page
    .getByRole('table', { name: /Questions a day/ })
    .locator('tr')
    .nth(2)
  const cells = await yesterday.locator('td').allTextContents()
  expect(cells.slice(0, 2)).toEqual([row?.answered, row?.refused])
})

test('a run under way is followed to its end', async () => {
  await startRun()
  await enter()
  await owner.page.getByText('1 of 2 pages').waitFor()
  expect(await owner.button('Start a run').isDisabled()).toBe(true)
  await endRun()
  await owner.button('Start a run').and(owner.page.locator(':enabled')).waitFor()
})

test('a dead delivery is sent once more', async () => {
  await fill()
  await enter()
  await owner.page.getByText('6 deliveries').click()
  await owner
    .button(/^Send once more: /)
    .first()
    .click()
  await owner.page.getByText('is on its way once more.').waitFor()
})

/** Writes a text wherever a reader, a page of the book or a receiver could have put it. */
async function writeEverywhere(text: string) {
  const sources = JSON.stringify([{ source: text, chapter: text, is_cited: true }])
  await local.sql.transaction([
    local.sql`
      insert into query_logs (query_id, question, answered, created_at, sources, rating)
      values (gen_random_uuid(), ${text}, false, now(), '[]', null),
        (gen_random_uuid(), ${text}, true, now(), ${sources}, 'down')`,
    local.sql`
      with run as (
        insert into ingestion_runs (status, error_message) values ('failed', ${text}) returning id)
      insert into ingestion_chapters (run_id, source_path, part_number, status, error_message)
      select id, ${text}, 0, 'failed', ${text} from run`,
    local.sql`
      with receiver as (
        insert into webhooks (url, events, secret_hash) values (${text}, '{}', '')
        returning webhook_id)
      insert into webhook_deliveries (webhook_id, event_id, event_type, payload, status, error_message)
      select webhook_id, 'evt', 'webhook.test', '{}', 'dead', ${text} from receiver`,
  ])
}

test('what readers, pages and receivers wrote is shown as text and does nothing', async () => {
  await clear()
  for (const text of hostileStrings) await writeEverywhere(text)
  await open()
  const { page } = owner
  const strangers: string[] = []
  page.on('request', (request) => {
    if (!request.url().startsWith(local.suite.url)) strangers.push(request.url())
  })
  await page.addInitScript(() => Object.assign(window, { hit: () => console.log('hit') }))
  await page.reload()
  await signIn()
  await page.getByText('The last 30 days').waitFor()
  await page.getByText('Grouping …').waitFor({ state: 'hidden' })
  await openAllFolds()
  const shown = page.getByText('<img src=x onerror=hit()>', { exact: true })
  expect(await shown.count()).toBeGreaterThan(2)
  const foreign = page.locator('main :is(img, iframe, script, object, embed, svg, style, form)')
  expect(await foreign.count()).toBe(0)
  const names = await page
    .locator('main *')
    .evaluateAll((all) => all.flatMap((one) => one.getAttributeNames()))
  expect(names.filter((name) => name.startsWith('on'))).toEqual([])
  expect(strangers).toEqual([])
  expect(owner.console).toEqual([])
})
