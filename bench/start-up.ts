import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from 'miniflare'
import { developmentSecrets } from '../dev/suite/secrets.ts'
import { startSuite } from '../dev/suite/suite.ts'
import { readWorkerConfig } from '../dev/suite/worker-config.ts'
import { median } from './statistics.ts'
import { withWorker, workerCpuMs } from './worker-process.ts'

interface Running {
  url: string
  close(): Promise<void>
}

const settings = { ...developmentSecrets }

/** What is started: nothing but the runtime, and two Workers whose code it has to compile and run first. */
const starts: Record<'empty' | 'chat' | 'suite', () => Promise<Running>> = {
  empty: startEmpty,
  chat: () => startSuite({ settings, name: 'chat' }),
  suite: () => startSuite({ settings }),
}

const rounds = 5

export interface StartUpFigures {
  /** CPU in milliseconds over that of an empty Worker; undefined where it cannot be read. */
  chat: number | undefined
  suite: number | undefined
}

/** The CPU that a Worker takes until its first reply, over an empty one's, by turns. */
export async function benchStartUpCpu(): Promise<StartUpFigures> {
  const taken = { empty: [], chat: [], suite: [] } as Record<keyof typeof starts, number[]>
  for (let round = 0; round < rounds; round += 1)
    for (const name of ['empty', 'chat', 'suite'] as const) {
      const cpuMs = await cpuUntilFirstReply(starts[name])
      if (cpuMs !== undefined) taken[name].push(cpuMs)
    }
  const over = (name: 'chat' | 'suite') =>
    taken.empty.length === 0 ? undefined : median(taken[name]) - median(taken.empty)
  return { chat: over('chat'), suite: over('suite') }
}

async function cpuUntilFirstReply(start: () => Promise<Running>): Promise<number | undefined> {
  const { started, worker } = await withWorker(start)
  // A path that nobody has: no service is asked.
  await (await fetch(`${started.url}/v1/nothing`)).text()
  const cpuMs = worker === undefined ? undefined : await workerCpuMs(worker)
  await started.close()
  return cpuMs
}

async function startEmpty(): Promise<Running> {
  const { compatibility_date, compatibility_flags } = await readWorkerConfig()
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: 'export default { fetch: () => new Response() }',
      compatibilityDate: compatibility_date,
      compatibilityFlags: compatibility_flags,
      host: '127.0.0.1',
      port: 0,
      cf: false,
      log: new Log(LogLevel.ERROR),
      telemetry: { enabled: false },
    }),
  )
  const { origin } = await miniflare.ready
  return { url: origin, close: () => miniflare.dispose() }
}

export function printStartUpCpu({ chat, suite }: StartUpFigures) {
  const told = (ms: number | undefined) => (ms === undefined ? 'unknown' : `${ms.toFixed(0)} ms`)
  console.log(
    `\nStart-up CPU over an empty Worker, median of ${rounds}: chat ${told(chat)} (goal 50), suite ${told(suite)} (goal 90)`,
  )
}
