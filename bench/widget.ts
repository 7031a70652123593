import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import * as z from 'zod/mini'
import { buildWidget } from '../dev/suite/build-widget.ts'
import { chromiumArguments, findChromium } from '../dev/suite/chromium.ts'
import { type Host, pageOn, startHost } from '../test/support/host.ts'
import { startScriptedEndpoint } from '../test/support/scripted-endpoint.ts'
import { median } from './statistics.ts'
import { tokenMs, withPieces, withSuite } from './widget-speakers.ts'
import { type Speaker, startStage, streamingCpuMs } from './widget-stream.ts'

export interface WidgetFigures {
  /** What the closed widget's script costs a page's main thread until its first paint. */
  closedMs: number
  /** The same with what it does afterwards, until the page is at rest. */
  closedAllMs: number
  /** The main thread's longest task while an answer streams, and how much of it was its own work. */
  longestTaskMs: number
  longestTaskCpuMs: number
  /** Each token an event of its own, one each millisecond. */
  pieces: StreamingCpu
  /** The same tokens of a model through the chat function, as a reader gets them, and in how many pieces. */
  suite: StreamingCpu
  suitePieces: number
}

/**
 * All that the main thread does from the question until the answer is whole, in milliseconds of its CPU,
 * on a page that nobody looks into; undefined but on Linux.
 */
interface StreamingCpu {
  askingMs: number | undefined
  /** What it does for a page that hears the same reply and shows nothing of it. */
  receivingMs: number | undefined
}

const rounds = 15
const tokens = 2000
// What the closed widget does after the first paint is done by then.
const restMs = 100
// An answer that is below the window is painted half a second after its end.
const afterEndMs = 1000
const ended = 'The answer has ended'

/** Measures what the widget costs a page; undefined where there is no Chromium. */
export async function benchWidget(): Promise<WidgetFigures | undefined> {
  const executablePath = findChromium()
  if (executablePath === undefined) return undefined
  await buildWidget()
  const host = await startHost()
  const browser = await chromium.launch({ executablePath, args: chromiumArguments })
  try {
    const closed: Closed[] = []
    for (let round = 0; round < rounds; round += 1) closed.push(await closedCost(browser, host))
    return {
      closedMs: median(closed.map(({ first }) => first)),
      closedAllMs: median(closed.map(({ all }) => all)),
      ...(await longestTasks(browser, host)),
      ...(await streamingCosts()),
    }
  } finally {
    await browser.close()
    await host.close()
  }
}

async function streamingCosts() {
  const stage = await startStage()
  const hear = async (speaker: Speaker): Promise<StreamingCpu> => ({
    askingMs: await streamingCpuMs(stage, speaker, 'ask'),
    receivingMs: await streamingCpuMs(stage, speaker, 'receive'),
  })
  const pieces = await withPieces(longAnswer(), hear)
  const suite = await withSuite(longAnswer(), stage.url, hear)
  await stage.close()
  return { pieces, suite: suite.figures, suitePieces: suite.pieces }
}

/** Prints what was measured. */
export function printWidget(figures: WidgetFigures | undefined): void {
  if (figures === undefined) {
    console.log('\nThe widget is not measured: there is no Chromium.')
    return
  }
  const ms = (time: number | undefined) => `${time?.toFixed(1) ?? '?'} ms`
  const { closedMs, closedAllMs, longestTaskMs, longestTaskCpuMs } = figures
  console.log(
    `\nThe widget, closed (${rounds} pages, medians): ${ms(closedMs)} of the CPU for its script on the page's main thread, ${ms(closedAllMs)} with what it does after the first paint`,
  )
  console.log(
    `The widget, streaming ${tokens} tokens: longest task ${ms(longestTaskMs)}, of the CPU ${ms(longestTaskCpuMs)} at most in a task`,
  )
  const inAll = ({ askingMs, receivingMs }: StreamingCpu) =>
    `${ms(askingMs)} of the CPU in all; a page that hears the same and shows nothing: ${ms(receivingMs)}`
  console.log('  on a page that no tool looks into:')
  console.log(
    `  through the chat function, ${tokenMs} ms a token, ${figures.suitePieces} pieces: ${inAll(figures.suite)}`,
  )
  console.log(`  each token an event of its own, 1 ms a token: ${inAll(figures.pieces)}`)
}

interface Closed {
  /** Milliseconds of the CPU: for the script itself, and with its callbacks. */
  first: number
  all: number
}

async function closedCost(browser: Browser, host: Host): Promise<Closed> {
  const context = await browser.newContext()
  const tab = await context.newPage()
  const events = await traced(browser, tab, async () => {
    await tab.goto(guide(host, 'http://127.0.0.1:9'))
    await painted(tab)
    await pause(restMs)
  })
  await context.close()
  const run = events.find(
    ({ name, args }) => name === 'EvaluateScript' && args?.data?.url?.endsWith('/widget.js'),
  )
  if (!run) throw new Error('The trace does not hold the script of the widget')
  const calls = events.filter(
    ({ name, args }) => name === 'FunctionCall' && args?.data?.url?.endsWith('/widget.js'),
  )
  const later = calls.filter(({ ts }) => ts >= run.ts + run.dur)
  return { first: run.tdur / 1000, all: (run.tdur + cpuOf(outermost(later))) / 1000 }
}

/** The longest of the main thread's tasks while an answer streams. */
async function longestTasks(browser: Browser, host: Host) {
  const endpoint = await startScriptedEndpoint()
  endpoint.script = { deltas: longAnswer(), paceMs: 1 }
  const context = await browser.newContext()
  const tab = await context.newPage()
  await tab.goto(guide(host, endpoint.url))
  await tab.getByRole('button', { name: 'Ask a question' }).click()
  const input = tab.getByRole('textbox', { name: 'Your question' })
  await input.fill('Tell me all of it')
  await tab.evaluate((said) => {
    document
      .querySelector('marginalia-chat')
      ?.addEventListener('marginalia-answer', () => console.log(said))
  }, ended)
  const events = await traced(browser, tab, async () => {
    await input.press('Enter')
    // Whoever asked the page again and again whether it is done would be measured as well.
    await tab.waitForEvent('console', (message) => message.text() === ended)
    await pause(afterEndMs)
  })
  await tab.getByRole('button', { name: 'Helpful', exact: true }).waitFor({ timeout: 1000 })
  await context.close()
  await endpoint.close()
  const tasks = mainThread(events).filter(({ name }) => name.endsWith('RunTask'))
  const longest = (key: 'dur' | 'tdur') => Math.max(...tasks.map((task) => task[key])) / 1000
  return {
    longestTaskMs: longest('dur'),
    longestTaskCpuMs: longest('tdur'),
  }
}

const cpuOf = (events: TraceEvent[]) => events.reduce((sum, { tdur }) => sum + tdur, 0)

/** Those that are not within another. */
function outermost(events: TraceEvent[]): TraceEvent[] {
  let end = 0
  return events
    .toSorted((a, b) => a.ts - b.ts)
    .filter(({ ts, dur }) => {
      if (ts < end) return false
      end = ts + dur
      return true
    })
}

function guide({ url }: Host, endpoint: string): string {
  const script = `<script defer src="/widget.js" data-endpoint="${endpoint}"></script>`
  const head = `<title>A guide</title>${script}`
  return pageOn(url, {
    html: `<!doctype html><html lang="en"><head>${head}</head><body><h1>A guide</h1></body></html>`,
  })
}

const painted = (tab: Page) =>
  tab.evaluate(
    () => new Promise((after) => requestAnimationFrame(() => requestAnimationFrame(after))),
  )

const Trace = z.object({
  traceEvents: z.array(
    z.object({
      name: z.string(),
      pid: z.number(),
      tid: z.number(),
      ts: z._default(z.number(), 0),
      /** Microseconds that passed, and those that the thread was at work. */
      dur: z._default(z.number(), 0),
      tdur: z._default(z.number(), 0),
      args: z.optional(
        z.object({ data: z.optional(z.looseObject({ url: z.optional(z.string()) })) }),
      ),
    }),
  ),
})
type TraceEvent = z.infer<typeof Trace>['traceEvents'][number]

async function traced(browser: Browser, tab: Page, work: () => Promise<void>) {
  const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline']
  await browser.startTracing(tab, { categories })
  await work()
  return Trace.parse(JSON.parse(String(await browser.stopTracing()))).traceEvents
}

/** The events of the thread that ran the page's scripts. */
function mainThread(events: TraceEvent[]): TraceEvent[] {
  const script = events.find(({ name }) => name === 'FunctionCall')
  return events.filter(({ pid, tid }) => pid === script?.pid && tid === script.tid)
}

/** Two thousand tokens of prose, lists, code and marks, an event each. */
function longAnswer(): string[] {
  const passage =
    'Each **ring** of the lens is a `prism` that bends the light towards the horizon [1].\n\n' +
    '- first the *glass* is ground\n- then it is [polished](https://book.example/)\n\n' +
    '```sh\nlens clean --all\n```\n\n'
  const words = passage.match(/\s*\S+\s*/g) ?? []
  return Array.from({ length: tokens }, (_, index) => words[index % words.length] ?? '')
}
