import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, expect, inject } from 'vitest'
import { type HostPage, pageOn } from '../support/host.ts'

export type Reader = Awaited<ReturnType<typeof openPage>>

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

let browser: Promise<Browser> | undefined
afterAll(async () => {
  await (await browser)?.close()
  browser = undefined
})

export interface PageOptions extends BrowserContextOptions {
  /** Answers of the context that a test has opened before, to share its storage. */
  path?: string
  host?: string
}

/** An ordinary page of an owner's site, with the widget's script in its head. */
export function guide(attributes = '', body = ''): HostPage {
  return { html: guideHtml(`<script defer src="/widget.js" ${attributes}></script>`, body) }
}

/** The same page with anything in its head. */
export function guideHtml(head: string, body = ''): string {
  return `<!doctype html><html lang="en"><head><title>The lamp guide</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">${head}</head>
    <body><main><h1>The lamp guide</h1>
    <h2 id="glass">The glass</h2>
    <p id="sand">Never use sand: it scratches the glass and the beam grows dim.</p>
    <p><a href="#glass" id="before">A link of the page</a></p>${body}</main></body></html>`
}

/** Opens a page in a browser context of its own, as one reader. */
export async function openPage(page: HostPage | string, options: PageOptions = {}) {
  browser ??= chromium.connect(inject('browser'))
  const { host = inject('host'), path, ...contextOptions } = options
  const context = await (await browser).newContext({ locale: 'en-GB', ...contextOptions })
  const tab = await context.newPage()
  const console: string[] = []
  tab.on('console', (message) => console.push(message.text()))
  tab.on('pageerror', (error) => console.push(`uncaught: ${error.message}`))
  await tab.goto(typeof page === 'string' ? page : pageOn(host, page, path))
  return readerOf(tab, console)
}

/** What a reader finds in the widget and does with it, by the names that they hear. */
export function readerOf(page: Page, console: string[] = []) {
  const button = (name: string | RegExp) =>
    page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name })
  const input = page.getByRole('textbox', { name: 'Your question' })
  const answers = page.locator('marginalia-chat [part~="answer"]')
  const panel = page.getByRole('dialog')

  async function ask(question: string) {
    await input.fill(question)
    await input.press('Enter')
  }

  async function untilAnswered() {
    await button('Stop').waitFor({ state: 'hidden' })
    await answers.last().waitFor()
  }

  return {
    page,
    /** What the page has written to its console. */
    console,
    button,
    launcher: button('Ask a question'),
    panel,
    input,
    answers,
    questions: page.locator('marginalia-chat [part~="question"]'),
    sources: page.getByRole('group', { name: 'Sources', exact: true }),

    /** Opens the panel and lets it rise at once: on its way it is neither where nor as it will be. */
    async open() {
      await button('Ask a question').click()
      await panel.evaluateAll((panels) => {
        for (const rising of panels.flatMap((one) => one.getAnimations())) rising.finish()
      })
    },

    /** Chooses from what else can be done with the panel. */
    async choose(name: string) {
      await button('More').click()
      await button(name).click()
    },
    ask,
    untilAnswered,

    /** Asks, and waits until the answer has come to its end. */
    async hear(question: string) {
      await ask(question)
      await untilAnswered()
    },

    /** What of the element that has the focus a reader is told: its name or its text. */
    focused: () =>
      page.evaluate(() => {
        let active = document.activeElement
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
        const label = active?.getAttribute('aria-label') ?? active?.textContent?.trim()
        return label || active?.getAttribute('placeholder') || active?.tagName || ''
      }),

    close: () => page.context().close(),
  }
}

/** Fails with every rule of WCAG 2.2 AA, and of good practice, that the page breaks. */
export async function expectAccessible({ page }: Reader): Promise<void> {
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(axe)
  const broken = await page.evaluate(async (tags) => {
    // The script above has put it there; what it finds is plain data.
    const { run } = (globalThis as unknown as { axe: typeof import('axe-core') }).axe
    const { violations } = await run(document, { runOnly: tags, resultTypes: ['violations'] })
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${help} ${target} ${failureSummary}`),
    )
  }, wcag)
  expect(broken).toEqual([])
}
