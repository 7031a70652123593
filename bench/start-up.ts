import { deployedBundle } from '../dev/suite/bundle-sizes.ts'
import { developmentSecrets } from '../dev/suite/secrets.ts'
import { startSuite } from '../dev/suite/suite.ts'
import { median } from './statistics.ts'
import { withWorker, workerCpuUs } from './worker-process.ts'

// Services are built for the first request; nothing is asked of them.
const settings = {
  ...developmentSecrets,
  DATABASE_URL: 'postgres://nobody@db.invalid/nothing',
  OPENROUTER_API_KEY: 'a-key-of-nobody',
  CONTENT_REPO: 'nobody/nothing',
}

const empty = 'export default { fetch: () => new Response(), queue() {}, scheduled() {} }'
const measured = ['chat', 'suite'] as const
type Measured = (typeof measured)[number]

const rounds = 15

/** CPU in milliseconds over that of an empty Worker; undefined where it cannot be read. */
export type StartUpFigures = Record<Measured, number | undefined>

/**
 * The CPU that a Worker takes until its first reply, as it is deployed, over that of an empty one with
 * the same bindings, by turns. What serves the bindings locally runs in the same process.
 */
export async function benchStartUpCpu(): Promise<StartUpFigures> {
  const taken = { chat: [], suite: [] } as Record<Measured, { full: number; empty: number }[]>
  const scripts = {
    chat: `${await deployedBundle('chat')}`,
    suite: `${await deployedBundle('suite')}`,
  }
  for (let round = 0; round < rounds; round += 1)
    for (const name of measured) {
      const [bare, full] = [await cpuMs(name, empty), await cpuMs(name, scripts[name])]
      if (bare !== undefined && full !== undefined) taken[name].push({ empty: bare, full })
    }
  const over = (name: Measured) => {
    if (taken[name].length === 0) return undefined
    return median(taken[name].map(({ full }) => full)) - median(taken[name].map((one) => one.empty))
  }
  return { chat: over('chat'), suite: over('suite') }
}

async function cpuMs(name: Measured, script: string): Promise<number | undefined> {
  const { started, worker } = await withWorker(() =>
    startSuite({ settings, script, ...(name === 'chat' && { name }) }),
  )
  // A path that nobody has: no service is asked.
  await (await fetch(`${started.url}/v1/nothing`)).text()
  const us = worker === undefined ? undefined : await workerCpuUs(worker)
  await started.close()
  return us === undefined ? undefined : us / 1000
}

export function printStartUpCpu({ chat, suite }: StartUpFigures) {
  const told = (ms: number | undefined) => (ms === undefined ? 'unknown' : `${ms.toFixed(0)} ms`)
  console.log(
    `\nStart-up CPU over an empty Worker, median of ${rounds}: chat ${told(chat)} (goal 50), suite ${told(suite)} (goal 90)`,
  )
}
