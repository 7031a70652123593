import { gzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { writeDemo } from '../../dev/demo/write-demo.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { CreatedMember } from '../../lib/admin/staff.ts'
import { adminHeaders, type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { expectAccessible, openPage, type Reader } from './reader.ts'

// Every section and what it leads to, found by the desk's own links: a new one is walked too.

let local: LocalSuite
let owner: Reader
beforeAll(async () => {
  local = await startLocalSuite()
  const { DATABASE_URL: databaseUrl = '', NEON_HTTP_URL: httpUrl = '' } = local.cloud.settings
  await writeDemo({ databaseUrl, httpUrl }, Date.now(), 14)
  await (await local.ask({ question: 'What is the glass cleaned with?' })).text()
})
afterAll(() => local.close())
afterEach(async () => {
  local.cloud.faults.neon.clear()
  local.cloud.faults.upstash.clear()
  await owner.close()
})

const token = `if (location.protocol === 'http:') sessionStorage.setItem('marginalia:admin-token', '${developmentSecrets.ADMIN_TOKEN}')`

// Whatever moves without anybody having done something.
const watched = `
  shifted = 0
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) shifted += value
  }).observe({ type: 'layout-shift', buffered: true })`

/** Opens the desk as its owner, at the overview. */
async function open(width: number, colorScheme: 'light' | 'dark') {
  owner = await openPage(`${local.suite.url}/admin`, {
    viewport: { width, height: 800 },
    colorScheme,
  })
  await owner.page.addInitScript(token + watched)
}

/** Loads an address of the desk anew, and waits until nothing more of it is on its way. */
async function visit(hash: string) {
  await owner.page.goto('about:blank')
  await owner.page.goto(`${local.suite.url}/admin${hash}`)
  await owner.page.getByRole('navigation', { name: 'Sections' }).waitFor()
  await expect.poll(() => owner.page.locator('[aria-busy]').count()).toBe(0)
  await expect.poll(() => owner.page.getByText(/^(Loading|Grouping|Searching) …$/).count()).toBe(0)
}

const linked = async (within: string) =>
  await owner.page
    .locator(`${within} a[href^="#/"]`)
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))

/** Addresses of one kind: `#/pins?question=…` for whichever question, `#/why/…` for whichever id. */
const kindOf = (hash: string) => {
  const [path = '', query = ''] = hash.split('?')
  const [, section, id] = path.split('/')
  const asked = new URLSearchParams(query)
  const status = asked.get('status')
  const names = [...asked.keys()].filter((name) => name !== 'status').sort()
  return [section, id && 'id', ...names, status].join(' ')
}

/** Visits an address of every kind that the desk leads to. */
async function walk(look: (hash: string) => Promise<void>): Promise<string[]> {
  await visit('#/')
  const ahead = await linked('nav')
  expect(ahead.length).toBeGreaterThan(12)
  const seen = new Set(ahead.map(kindOf))
  const kinds: string[] = []
  for (let hash = ahead.shift(); hash !== undefined; hash = ahead.shift()) {
    await visit(hash)
    await look(hash)
    kinds.push(kindOf(hash))
    for (const next of await linked('main')) {
      if (seen.has(kindOf(next))) continue
      seen.add(kindOf(next))
      ahead.push(next)
    }
  }
  return kinds
}

/** Visits every section by the links of the navigation. */
async function walkSections(look: (hash: string) => Promise<void>) {
  await visit('#/')
  for (const hash of await linked('nav')) {
    await visit(hash)
    await look(hash)
  }
}

const openFolds = async () => {
  await owner.page.locator('details').evaluateAll((folds) => {
    for (const fold of folds) fold.setAttribute('open', '')
  })
  await expect.poll(() => owner.page.getByText('Loading …').count()).toBe(0)
}

const width = () => owner.page.evaluate(() => document.documentElement.scrollWidth)

/** How far anything has moved, once all that was drawn until now has been counted. */
const shifted = (): Promise<number> =>
  owner.page.evaluate(
    `new Promise((told) => requestAnimationFrame(() => requestAnimationFrame(() =>
      setTimeout(() => told(shifted)))))`,
  )

/** Cells that say nothing, by their tables. */
const emptyCells = () =>
  owner.page
    .locator('main :is(td, th, dd)')
    .evaluateAll((cells) =>
      cells.flatMap((cell) =>
        cell.textContent?.trim() === '' ? [cell.closest('table')?.textContent?.slice(0, 80)] : [],
      ),
    )

// Some thirty places, each with axe, on a machine that may be busy.
const patienceMs = 600_000

test.each([
  [1280, 'light'],
  [390, 'dark'],
] as const)(
  'at %i in the %s scheme every place of the desk is filled, accessible, steady and fits',
  async (wide, scheme) => {
    await open(wide, scheme)
    const faults: string[] = []
    const kinds = await walk(async (hash) => {
      const moved = await shifted()
      if (moved > 0.001) faults.push(`${hash} moves by ${moved}`)
      await openFolds()
      await expectAccessible(owner)
      await owner.page.emulateMedia({ colorScheme: scheme === 'dark' ? 'light' : 'dark' })
      await expectAccessible(owner)
      await owner.page.emulateMedia({ colorScheme: scheme })
      if ((await width()) > wide) faults.push(`${hash} is ${await width()} wide`)
      for (const table of await emptyCells()) faults.push(`${hash} has an empty cell in ${table}`)
      const nothing = owner.page.locator('main .empty')
      for (const text of await nothing.allTextContents()) faults.push(`${hash} says: ${text}`)
    })
    expect(faults.filter((fault) => !mayBeEmpty.some((text) => fault.endsWith(text)))).toEqual([])
    expect(kinds).toEqual(expect.arrayContaining(['conversations id ', 'inbox id ', 'replay id ']))
    expect(owner.console).toEqual([])
  },
  patienceMs,
)

/** A field for a moment has stops of its own: from the day to the minute, and the button of a calendar. */
const innerStops = 8

/** What is asked for first, before there can be anything to show. */
const mayBeEmpty = ['says: Readers are found by an id, and by nothing that they said.']

test(
  'every place of the desk is reached by Tab alone, and shows where the focus is',
  async () => {
    await open(1280, 'light')
    const faults: string[] = []
    await walk(async (hash) => {
      const stops = await tabbable()
      await owner.page.locator('h1').focus()
      const reached: string[] = []
      for (let step = 0; step < stops.length + innerStops; step += 1) {
        await owner.page.keyboard.press('Tab')
        const stop = await focusedStop()
        reached.push(stop)
        if (stop === stops.at(-1)) break
      }
      for (const stop of stops)
        if (!reached.includes(stop)) faults.push(`${hash}: no Tab to ${stop}`)
      for (const stop of reached) if (stop.endsWith('unseen')) faults.push(`${hash}: ${stop}`)
    })
    expect(faults).toEqual([])
  },
  patienceMs,
)

/** What Tab has to reach behind the heading, each with a mark to know it by. */
const tabbable = () =>
  owner.page
    .locator(
      ':is(header .controls, main) :is(a[href], button, input, select, textarea, summary, [tabindex="0"])',
    )
    .evaluateAll((all) =>
      all.flatMap((one, at) => {
        const isOther = one instanceof HTMLInputElement && one.type === 'radio' && !one.checked
        if (isOther || !one.checkVisibility()) return []
        const mark = `${at} ${one.tagName} ${(one.textContent ?? '').trim().slice(0, 30)}`
        one.setAttribute('data-stop', mark)
        return [mark]
      }),
    )

/** The mark of what has the focus, and whether the focus is seen there. */
const focusedStop = () =>
  owner.page.evaluate(() => {
    const one = document.activeElement
    const isSeen = [one, one?.nextElementSibling].some((shown) => {
      if (!shown) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(shown)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    })
    const mark = one?.getAttribute('data-stop') ?? one?.tagName ?? ''
    return isSeen ? mark : `${mark} unseen`
  })

test(
  'whatever a viewer presses at the desk only reads',
  async () => {
    const body = JSON.stringify({ name: 'Vera', role: 'viewer' })
    const made = await local.request('/v1/admin/tokens', {
      method: 'POST',
      headers: adminHeaders,
      body,
    })
    owner = await openPage(`${local.suite.url}/admin`)
    await owner.page.getByLabel('Admin token').fill(CreatedMember.parse(await made.json()).token)
    await owner.page.keyboard.press('Enter')
    await owner.page.getByText('Vera, viewer').waitFor()
    const changes: string[] = []
    owner.page.on('request', (request) => {
      if (request.method() !== 'GET') changes.push(`${request.method()} ${request.url()}`)
    })
    const places: string[] = []
    await walkSections(async (hash) => {
      const [one] = (await linked('main')).filter((to) => /^#\/(inbox|conversations)\//.test(to))
      places.push(hash, ...(one === undefined ? [] : [one]))
    })
    expect(places.some((place) => place.startsWith('#/inbox/'))).toBe(true)
    for (const place of places) {
      await visit(place)
      await openFolds()
      await owner.page.locator('main button').evaluateAll((buttons) => {
        for (const button of buttons)
          if (button instanceof HTMLElement && button.checkVisibility()) button.click()
      })
      await expect.poll(() => owner.page.locator('[aria-busy]').count()).toBe(0)
    }
    expect(changes).toEqual([])
  },
  patienceMs,
)

test(
  'while Neon is away every section says so, and reads itself again',
  async () => {
    await open(390, 'light')
    await walkSections(async () => {
      local.cloud.faults.neon.set({ kind: 'down' })
      await owner.button('Refresh').click()
      // What is read only when it is asked for goes on as it is.
      await expect.poll(() => owner.page.locator('[aria-busy]').count()).toBe(0)
      const isTold = (await owner.page.getByRole('alert').count()) > 0
      if (isTold) await expectAccessible(owner)
      expect(await width()).toBe(390)
      local.cloud.faults.neon.clear()
      if (!isTold) return
      await owner.button('Try again').click()
      await owner.page.getByRole('alert').first().waitFor({ state: 'hidden' })
    })
    expect(owner.console.filter((line) => !/status of 50[03]/.test(line))).toEqual([])
  },
  patienceMs,
)

test(
  'while Redis is away every section is there',
  async () => {
    await open(1280, 'dark')
    local.cloud.faults.upstash.set({ kind: 'down' })
    await walkSections(async (hash) => {
      expect([hash, await owner.page.locator('main h2').count()]).not.toEqual([hash, 0])
      expect([hash, await owner.page.locator('main [role="alert"]:not([hidden])').count()]).toEqual(
        [hash, 0],
      )
    })
  },
  patienceMs,
)

test(
  'with nothing in the database every section says what will be there',
  async () => {
    await local.sql`truncate sessions, query_logs, messages, escalations, sessions_archive, ingestion_runs,
    ingestion_chapters, chapters, documents, webhooks, closed_days, usage_days, latency_days, saving_days,
    citation_days, gaps, gap_wordings, regression_checks, admin_tokens, audit_log, desk_settings, pins,
    corrections, calibrations, upstream_troubles, challenge_days, blocks, denial_days, searches,
    problem_reports, unanswered_log cascade`
    await open(390, 'dark')
    await walkSections(async (hash) => {
      await expectAccessible(owner)
      expect([hash, await shifted()]).toEqual([hash, 0])
      expect([hash, await width()]).toEqual([hash, 390])
      expect([hash, await owner.page.locator('main tbody:not(:has(tr))').count()]).toEqual([
        hash,
        0,
      ])
    })
    expect(owner.console).toEqual([])
  },
  patienceMs,
)

test('the desk loads at most 100 KiB, gzipped, and nothing from elsewhere', async () => {
  await open(1280, 'light')
  const loaded: Promise<[url: string, bytes: number]>[] = []
  owner.page.on('response', (response) => {
    const size = async () => gzipSync(await response.body()).byteLength
    loaded.push(size().then((bytes) => [response.url(), bytes]))
  })
  await visit('#/')
  const all = await Promise.all(loaded)
  expect(all.filter(([url]) => !url.startsWith(local.suite.url))).toEqual([])
  const files = all.filter(([url]) => !url.includes('/v1/'))
  expect(files.length).toBeGreaterThan(2)
  expect(files.reduce((sum, [, bytes]) => sum + bytes, 0) / 1024).toBeLessThan(100)
})
