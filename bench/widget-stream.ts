import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publicFolder } from '../dev/suite/build-widget.ts'
import { chromiumArguments, findChromium } from '../dev/suite/chromium.ts'

/** Whether a page asks the widget, or hears the same reply and shows nothing of it. */
export type Hearer = 'ask' | 'receive'

/** What answers, at this address, and what it is asked by each hearer. */
export interface Speaker {
  url: string
  questions: Record<Hearer, string>
}

// The panel is open and at rest by then; so is what comes after an answer's end.
const settleMs = 1500
const patienceMs = 60_000

/**
 * What the main thread of a page spends from the question until the answer is whole, in milliseconds of
 * its CPU, by the kernel's count: neither a trace nor a debugger, which has the browser tell the page of
 * every piece that arrives, is there to be counted too. Undefined but on Linux.
 */
export async function streamingCpuMs(
  stage: Stage,
  speaker: Speaker,
  hearer: Hearer,
): Promise<number | undefined> {
  const executablePath = findChromium()
  if (executablePath === undefined || process.platform !== 'linux') return undefined
  const profile = await mkdtemp(join(tmpdir(), 'marginalia-bench-'))
  const play = stage.show(pageOf(speaker, hearer))
  const options = ['--headless', `--user-data-dir=${profile}`, stage.url]
  const browser = spawn(executablePath, [...chromiumArguments, ...options], { stdio: 'ignore' })
  try {
    await play.reached('/begin')
    const before = await mainThreads(browser.pid)
    play.answer()
    await play.reached('/end')
    const after = await mainThreads(browser.pid)
    // The browser has renderers in reserve; the page's is the one that has worked.
    return Math.max(...[...after].map(([pid, ms]) => ms - (before.get(pid) ?? ms)))
  } finally {
    const gone = new Promise((exited) => browser.once('exit', exited))
    browser.kill()
    await gone
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

function pageOf({ url, questions }: Speaker, hearer: Hearer): string {
  const question = JSON.stringify(questions[hearer])
  const work =
    hearer === 'ask'
      ? `const ended = new Promise((end) => widget.addEventListener('marginalia-answer', end))
         widget.ask(${question})
         await ended`
      : `const post = (path, body, token) => fetch('${url}' + path, {
           method: 'POST',
           headers: { 'content-type': 'application/json', ...(token && { authorization: 'Bearer ' + token }) },
           body: JSON.stringify(body),
         })
         const { session_id, token } = await (await post('/v1/sessions', {})).json()
         const reply = await post('/v1/chat', { session_id, question: ${question} }, token)
         await reply.text()`
  return `<!doctype html><html lang="en"><head><title>A guide</title>
    <script defer src="/widget.js" data-endpoint="${url}"></script></head>
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

export type Stage = Awaited<ReturnType<typeof startStage>>

/** Serves one page after the other, and tells where in its work each is: it waits at /begin until it is answered. */
export async function startStage() {
  let html = ''
  const waiting = new Map<string, (response: ServerResponse) => void>()
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
    url: `http://127.0.0.1:${address.port}`,

    show(page: string) {
      html = page
      const arrivals = new Map(
        ['/begin', '/end'].map((path) => [
          path,
          new Promise<ServerResponse>((arrive) => waiting.set(path, arrive)),
        ]),
      )
      let held: ServerResponse | undefined
      return {
        answer: () => held?.end(),
        async reached(path: string) {
          held = await Promise.race([arrivals.get(path), tooLate(path)])
        },
      }
    },

    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

const tooLate = (path: string) =>
  new Promise<never>((_, reject) => {
    AbortSignal.timeout(patienceMs).addEventListener('abort', () =>
      reject(new Error(`The page never came to ${path}`)),
    )
  })

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
