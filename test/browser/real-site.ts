import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Integration } from '../../dev/suite/build-integration.ts'
import { AnswerDocument } from '../../lib/chat/events.ts'
import { buildRealSite, isInstalled } from '../sites/build-real-site.ts'
import { guidePages } from '../sites/guide-pages.ts'
import { serveSite } from '../sites/serve-site.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { openPage, type Reader } from './reader.ts'

export interface RealSiteCase {
  /** The guide's folder on the site. */
  guide: string
  /** The part of `guide` at which the content folder is published. */
  base: string
  /** Turns the site's own switch to dark. */
  switchToDark: (page: Page) => Promise<void>
  /** Whether the site goes from page to page without loading. */
  hasRouter: boolean
}

const links = 100
const mostLooks = 60

/** What a reader does on a site that a generator has made, with our integration in its configuration. */
export function testRealSite(name: Integration, site: RealSiteCase) {
  const ready = isInstalled(name)
  const what = ready ? '' : ` (needs npm ci --prefix test/sites/${name})`
  let local: LocalSuite
  let host: Awaited<ReturnType<typeof serveSite>>
  let reader: Reader

  beforeAll(async () => {
    if (!ready) return
    const { source, content, built } = await buildRealSite(name)
    host = await serveSite(built, () => local.suite.url)
    local = await startLocalSuite({
      docs: source,
      settings: {
        CONTENT_PATH: content ? `docs/${content}` : 'docs',
        CONTENT_SITE_URL: host.url + site.base,
        ALLOWED_ORIGINS: host.url,
      },
    })
  })
  afterAll(async () => {
    await Promise.all([local?.close(), host?.close()])
  })

  const open = async (path: string) => {
    reader = await openPage(`${host.url}${path}`, { viewport: { width: 1280, height: 800 } })
    await reader.launcher.waitFor()
  }
  const urlOf = (page: string) => `${host.url}${site.guide}/${page}`
  const onSite = (title: string, run: () => Promise<void>) =>
    test.runIf(ready)(`${name}: ${title}${what}`, async () => {
      try {
        await run()
      } finally {
        await reader?.close()
      }
    })

  onSite(`${links} of ${links} citation links land on their quote`, async () => {
    const cited = await citedLinks(local, links)
    expect(cited).toHaveLength(links)
    expect(await lostAmong(cited, false)).toEqual([])
    // A site that comes alive scrolls by itself: it is slow to load, so a tenth is looked at.
    const tenth = cited.filter((_, n) => n % 10 === 0)
    expect(await lostAmong(tenth, true)).toEqual([])
  })

  onSite('a citation leads to its words on another page, and the panel stays', async () => {
    await open(`${site.guide}/lamps`)
    await reader.page.evaluate(() => Object.assign(window, { sameDocument: true }))
    await reader.open()
    const [question = ''] = guidePages()[2]?.questions ?? []
    await reader.hear(question)
    await reader.button('Source 1').first().click()
    const link = reader.sources.getByRole('link').first()
    const href = (await link.getAttribute('href')) ?? ''
    expect(href).toContain(urlOf('wicks'))
    await link.click()
    await reader.page.waitForURL((url) => /wicks/.test(url.pathname))
    await expect.poll(() => isInView(reader.page, wordsOf(href))).toBe(true)
    await reader.panel.waitFor()
    expect(await reader.answers.count()).toBe(1)
    const isSame = await reader.page.evaluate(() => 'sameDocument' in window)
    expect(isSame).toBe(site.hasRouter)
  })

  onSite('the widget is as dark as the site’s own switch says, at once', async () => {
    await open(`${site.guide}/oil`)
    await reader.open()
    const scheme = () => reader.panel.evaluate((panel) => getComputedStyle(panel).colorScheme)
    expect(await scheme()).toBe('light')
    await site.switchToDark(reader.page)
    await expect.poll(scheme).toBe('dark')
  })

  onSite('text that a reader selects can be asked about', async () => {
    await open(`${site.guide}/glass`)
    const paragraph = reader.page.locator('main p', { hasText: 'Of the glass of this coast' })
    await paragraph.click({ clickCount: 3 })
    await reader.button('Ask about this').click()
    await reader.hear('What is this about?')
    expect(await reader.questions.first().textContent()).toContain('Of the glass of this coast')
  })

  onSite('the site’s search button opens the box, and a hit leads to its words', async () => {
    await open(`${site.guide}/lamps`)
    await reader.button('Search').click()
    await reader.page.getByRole('combobox', { name: 'Search' }).fill('ratchet of Arden')
    const hit = reader.page.locator('marginalia-chat').getByRole('option').first()
    await expect.poll(() => hit.textContent()).toContain('ratchet')
    await hit.click()
    await expect.poll(() => isInView(reader.page, ['ratchet of Arden'])).toBe(true)
    expect(reader.console).toEqual([])
  })
}

/** The addresses that so many different citations lead to. */
async function citedLinks(local: LocalSuite, count: number): Promise<string[]> {
  const cited = new Set<string>()
  const questions = guidePages().flatMap((page) => page.questions)
  const session = await local.openSession()
  while (cited.size < count && questions.length > 0) {
    const batch = questions.splice(0, 5)
    const answers = await Promise.all(
      batch.map(async (question) => {
        const reply = await local.ask({ question }, session, 'application/json')
        return AnswerDocument.parse(await reply.json())
      }),
    )
    for (const { quote, url = '' } of answers.flatMap(({ citations }) => citations)) {
      // What is quoted and what the browser looks for are the same words, but for the marks of Markdown.
      expect(letters(quote)).toContain(letters(wordsOf(url)[0] ?? ''))
      cited.add(url)
    }
  }
  return [...cited].slice(0, count)
}

/** The links whose anchor or words are not there, with or without the site's own scripts. */
async function lostAmong(urls: string[], javaScriptEnabled: boolean): Promise<string[]> {
  const viewport = { width: 1000, height: 300 }
  const { page, close } = await openPage('about:blank', { viewport, javaScriptEnabled })
  const lost: string[] = []
  for (const url of urls) {
    const landing = await landingOf(page, url)
    if (landing !== 'there') lost.push(`${landing}: ${url}`)
  }
  await close()
  return lost
}

const letters = (text: string) => text.replace(/\]\([^)]*\)/g, '').replace(/[^\p{L}\p{N}]/gu, '')

/** The words that a link's text fragment names: all of them, or the first and the last. */
const wordsOf = (url: string): string[] =>
  (url.split(':~:text=')[1] ?? '').split(',').map(decodeURIComponent)

/** Follows a link as a reader does in a new tab, and says whether its anchor and its words are there. */
async function landingOf(page: Page, url: string): Promise<string> {
  await page.goto('about:blank')
  const response = await page.goto(url, { waitUntil: 'domcontentloaded' })
  if (!response?.ok()) return `status ${response?.status()}`
  const [, anchor = ''] = /#([^:]*)/.exec(url) ?? []
  const id = decodeURIComponent(anchor)
  const isThere = await page.evaluate((wanted) => document.getElementById(wanted) !== null, id)
  if (!isThere) return 'no such anchor'
  for (let looks = 0; looks < mostLooks; looks++) {
    if (await isInView(page, wordsOf(url))) return 'there'
    await page.waitForTimeout(25)
  }
  return 'the words are not in view'
}

/** Whether these words stand, in one block, within what a reader sees of the page. */
const isInView = (page: Page, words: string[]): Promise<boolean> =>
  page.evaluate((wanted) => {
    const blocks = [...document.querySelectorAll('main p, main li, main h1, main h2')]
    return blocks.some((block) => {
      const text = (block.textContent ?? '').replace(/\s+/g, ' ')
      if (!wanted.every((part) => text.includes(part))) return false
      const { top, bottom, height } = block.getBoundingClientRect()
      return height > 0 && bottom > 0 && top < innerHeight
    })
  }, words)
