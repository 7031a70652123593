import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { createNeon } from '../lib/clients/neon.ts'
import { recordEvents } from '../lib/webhooks/record.ts'
import { CreatedWebhook } from '../lib/webhooks/registry.ts'
import { bookPath } from '../test/support/book.ts'
import { adminHeaders, type LocalSuite, startLocalSuite } from '../test/support/local-suite.ts'
import { median } from './statistics.ts'

const receiverMs = 20
const receivers = 10
const eventsPerRun = 200
const pairs = 3
const patienceMs = 60_000

export interface WebhookFigures {
  /** Deliveries a second to ten receivers that answer in 20 ms each. */
  perSecond: number
  /** Nine receivers' deliveries a second beside a tenth that answers, and beside one that hangs. */
  othersPerSecond: { allAnswer: number; oneHangs: number }
  /** By how much the hanging receiver lowers the others' rate; negative when it does not. */
  loweredBy: number
}

/** Measures deliveries through workerd to receivers on this machine, and prints the rates. */
export async function benchWebhooks(): Promise<WebhookFigures> {
  const local = await startLocalSuite({
    name: 'webhooks',
    docs: bookPath,
    isIngested: false,
    settings: { WEBHOOK_ALLOW_PRIVATE: 'true' },
  })
  await measure(local, { hanging: 0 })
  const all: Rates[] = []
  const oneHangs: Rates[] = []
  // Side by side in time, for what else the machine does strikes both alike.
  for (let pair = 0; pair < pairs; pair += 1) {
    all.push(await measure(local, { hanging: 0 }))
    oneHangs.push(await measure(local, { hanging: 1 }))
  }
  await local.close()
  const figures = toFigures(all, oneHangs)
  print(figures)
  return figures
}

interface Rates {
  perSecond: number
  othersPerSecond: number
}

async function measure(local: LocalSuite, { hanging }: { hanging: number }): Promise<Rates> {
  const targets = await Promise.all(
    Array.from({ length: receivers }, (_, index) => aTarget(local, index < hanging)),
  )
  const [first, ...others] = targets
  await publish(local)
  const from = performance.now()
  await local.look('deliveries')
  await Promise.all(others.map((target) => target.done))
  const othersSeconds = (performance.now() - from) / 1000
  if (hanging === 0) await first?.done
  const seconds = (performance.now() - from) / 1000
  await Promise.all(targets.map((target) => target.remove()))
  return {
    perSecond: (receivers * eventsPerRun) / seconds,
    othersPerSecond: (others.length * eventsPerRun) / othersSeconds,
  }
}

/** A receiver with its webhook; `done` once it has received every event. */
async function aTarget({ request }: LocalSuite, isHanging: boolean) {
  const seen = new Set<unknown>()
  const { promise: done, resolve, reject } = Promise.withResolvers<void>()
  const server = createServer((incoming, response) => {
    incoming.resume()
    if (isHanging) return
    setTimeout(() => {
      response.writeHead(204).end()
      seen.add(incoming.headers['webhook-id'])
      if (seen.size === eventsPerRun) resolve()
    }, receiverMs)
  })
  const timer = setTimeout(() => {
    if (!isHanging) reject(new Error(`${seen.size} of ${eventsPerRun} events arrived`))
  }, patienceMs)
  const url = await listen(server)
  const body = JSON.stringify({ url, events: ['session.created'] })
  const response = await request('/v1/webhooks', { method: 'POST', headers: adminHeaders, body })
  const { webhook_id } = CreatedWebhook.parse(await response.json())
  return {
    done,
    async remove() {
      clearTimeout(timer)
      const init = { method: 'DELETE', headers: adminHeaders }
      await request(`/v1/webhooks/${webhook_id}`, init)
      server.closeAllConnections()
      server.close()
    },
  }
}

async function listen(server: Server): Promise<string> {
  server.keepAliveTimeout = patienceMs
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address() as AddressInfo
  return `http://127.0.0.1:${address.port}/`
}

async function publish({ cloud }: LocalSuite): Promise<void> {
  const { DATABASE_URL = '', NEON_HTTP_URL: httpUrl } = cloud.settings
  const neon = createNeon({ url: DATABASE_URL, httpUrl, timeoutMs: patienceMs })
  const timestamp = new Date().toISOString()
  const events = Array.from({ length: eventsPerRun }, () => ({
    id: `evt_${crypto.randomUUID()}`,
    type: 'session.created' as const,
    timestamp,
    data: { session_id: crypto.randomUUID(), created_at: timestamp },
  }))
  await neon.run(recordEvents(events))
  // The rows are written; what the database does after that is no part of the rate.
  await pause(200)
}

function toFigures(all: Rates[], oneHangs: Rates[]): WebhookFigures {
  const allAnswer = median(all.map((rates) => rates.othersPerSecond))
  const hung = median(oneHangs.map((rates) => rates.othersPerSecond))
  return {
    perSecond: median(all.map((rates) => rates.perSecond)),
    othersPerSecond: { allAnswer, oneHangs: hung },
    loweredBy: 1 - hung / allAnswer,
  }
}

function print({ perSecond, othersPerSecond, loweredBy }: WebhookFigures) {
  console.log(`\nWebhooks, ${receivers} receivers that answer in ${receiverMs} ms`)
  console.log(`  ${perSecond.toFixed(0)} deliveries a second`)
  console.log(
    `  nine of them ${othersPerSecond.allAnswer.toFixed(0)} a second, ` +
      `beside a tenth that hangs ${othersPerSecond.oneHangs.toFixed(0)}: ` +
      `${(100 * loweredBy).toFixed(1)} % less`,
  )
}
