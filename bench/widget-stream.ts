import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publicFolder } from '../dev/suite/build-widget.ts'
import { chromiumArguments, findChromium } from '../dev/suite/chromium.ts'
import { startScriptedEndpoint } from '../test/support/scripted-endpoint.ts'

/** Whether a page asks the widget, or hears the same reply and shows nothing of it. */
export type Hearer = 'ask' | 'receive'

// The panel is open and at rest by then; so is what comes after an answer's end.
const settleMs = 1500
const patienceMs = 60_000

/**
 * What the main thread of a page spends from the question until the answer is whole, in milliseconds of
 * its CPU, by the kernel's count: neither a trace nor a debugger, which has the browser tell the page of
 * every piece that arrives, is there to be counted too. Undefined but on Linux.
 */
export async function streamingCpuMs(
  deltas: string[],
  hearer: Hearer,
): Promise<number | undefined> {
  const executablePath = findChromium()
  if (executablePath === undefined || process.platform !== 'linux') return undefined
  const endpoint = await startScriptedEndpoint()
  endpoint.script = { deltas, paceMs: 1 }
  const profile = await mkdtemp(join(tmpdir(), 'marginalia-bench-'))
  const page = await startPage(pageOf(endpoint.url, hearer))
  const options = ['--headless', `--user-data-dir=${profile}`, page.url]
  const browser = spawn(executablePath, [...chromiumArguments, ...options], { stdio: 'ignore' })
  try {
    await page.reached('/begin')
    const before = await mainThreads(browser.pid)
    page.answer()
    await page.reached('/end')
    const after = await mainThreads(browser.pid)
    // The browser has renderers in reserve; the page's is the one that has worked.
    return Math.max(...[...after].map(([pid, ms]) => ms - (before.get(pid) ?? ms)))
  } finally {
    const gone = new Promise((exited) => browser.once('exit', exited))
    browser.kill()
    await gone
    await Promise.all([page.close(), endpoint.close()])
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

function pageOf(endpoint: string, hearer: Hearer): string {
  const work =
    hearer === 'ask'
      ? `const ended = new Promise((end) => widget.addEventListener('marginalia-answer', end))
         widget.ask('Tell me all of it')
         await ended`
      : `const reply = await fetch('${endpoint}/v1/chat', { method: 'POST', body: '{}' })
         await reply.text()`
  return `<!doctype html><html lang="en"><head><title>A guide</title>
    <script defer src="/widget.js" data-endpoint="${endpoint}"></script></head>
    <body><h1>A guide</h1><script>
      const pause = (ms) => new Promise((end) => setTimeout(end, ms))
      addEventListener('load', async () => {
        const widget = document.querySelector('marginalia-chat')
        widget.open()
        await pause(${settleMs})
        await fetch('/begin')
        ${work}
        await pause(${settleMs})
        await fetch('/end')
      })
    </script></body></html>`
}

/** Serves the page, and tells where in its work it is: it waits at /begin until it is answered. */
async function startPage(html: string) {
  const waiting = new Map<string, (response: ServerResponse) => void>()
  const arrivals = new Map(
    ['/begin', '/end'].map((path) => [
      path,
      new Promise<ServerResponse>((arrive) => waiting.set(path, arrive)),
    ]),
  )
  let held: ServerResponse | undefined
  const server = createServer((request, response) => {
    const arrive = waiting.get(request.url ?? '')
    if (arrive) return arrive(response)
    if (request.url !== '/widget.js') {
      return response.writeHead(200, { 'content-type': 'text/html' }).end(html)
    }
    response.writeHead(200, { 'content-type': 'text/javascript' })
    void readFile(join(publicFolder, 'widget.js')).then((file) => response.end(file))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}/`,
    answer: () => held?.end(),
    async reached(path: string) {
      const late = AbortSignal.timeout(patienceMs)
      held = await Promise.race([
        arrivals.get(path),
        new Promise<never>((_, reject) =>
          late.addEventListener('abort', () => reject(new Error(`The page never came to ${path}`))),
        ),
      ])
    },
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

/** What the main threads of a browser's renderers have used so far, by process, in milliseconds. */
async function mainThreads(browser: number | undefined): Promise<Map<string, number>> {
  const used = new Map<string, number>()
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (!command.includes('--type=renderer') || !(await isWithin(pid, browser))) continue
    const [ns] = (await readFile(`/proc/${pid}/task/${pid}/schedstat`, 'utf8')).split(' ')
    used.set(pid, Number(ns) / 1e6)
  }
  return used
}

/** Whether a process has come from another. */
async function isWithin(pid: string, ancestor: number | undefined): Promise<boolean> {
  for (let at = Number(pid); at > 1; ) {
    if (at === ancestor) return true
    const status = await readFile(`/proc/${at}/status`, 'utf8').catch(() => '')
    at = Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0)
  }
  return false
}
