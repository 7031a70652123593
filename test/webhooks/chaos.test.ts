import { Webhook as Verifier } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { Cloud } from '../../dev/cloud/cloud.ts'
import { seededRandom } from '../../dev/demo/seeded-random.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { developmentSecrets } from '../../dev/suite/secrets.ts'
import { type Suite, startSuite } from '../../dev/suite/suite.ts'
import { createNeon, type Neon, sql } from '../../lib/clients/neon.ts'
import { EventType } from '../../lib/webhooks/events.ts'
import { createPublisher } from '../../lib/webhooks/publish.ts'
import { CreatedWebhook } from '../../lib/webhooks/registry.ts'
import { createWaker, type MessageQueue } from '../../lib/webhooks/wake.ts'
import { bookPath } from '../support/book.ts'
import { restOf } from '../support/cron-rest.ts'
import { startCloudOnFreshDatabase } from '../support/fresh-database.ts'
import { adminHeaders } from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'
import { aReceiver, type Received } from './a-receiver.ts'
import { until } from './until.ts'

const events = 1000
const types = EventType.options.slice(0, 4)
const chaosTimeoutMs = patient(300_000)

let cloud: Cloud
let neon: Neon
let suite: Suite
beforeAll(async () => {
  cloud = await startCloudOnFreshDatabase({ docs: bookPath, embeddings: 'hashed' })
  const { DATABASE_URL = '', NEON_HTTP_URL: httpUrl } = cloud.settings
  await applySchema({ databaseUrl: DATABASE_URL, httpUrl, exactSearch: true })
  neon = createNeon({ url: DATABASE_URL, httpUrl, timeoutMs: patient(20_000) })
  suite = await startWorker()
})
afterAll(async () => {
  await suite.close()
  await cloud.close()
})

const Standing = z.object({ status: z.string(), deliveries: z.int(), unsettled: z.int() })

const standing = sql(Standing)`
  select status, count(*)::int as deliveries, count(*) filter (where http_status <> 204
    or attempt < 1 or leased_until is not null or next_attempt_at is not null)::int as unsettled
  from webhook_deliveries group by status`

const startWorker = () =>
  startSuite({
    name: 'webhooks',
    settings: {
      ...cloud.settings,
      ...developmentSecrets,
      WEBHOOK_ALLOW_PRIVATE: 'true',
      WEBHOOK_TIMEOUT_MS: `${patient(1000)}`,
      // Enough attempts that at even odds none of a thousand deliveries runs out of them.
      WEBHOOK_RETRY_SECONDS: Array(40).fill('0.2').join(','),
    },
  })

async function register(url: string, type: string) {
  const body = JSON.stringify({ url, events: [type] })
  const init = { method: 'POST', headers: adminHeaders, body }
  return CreatedWebhook.parse(await (await fetch(`${suite.url}/v1/webhooks`, init)).json())
}

/** The Worker's queue, that loses one message in ten. */
function lossyQueue(random: () => number) {
  let lost = 0
  const forward = async (message: unknown) => {
    if (random() < 0.1) lost += 1
    // A Worker that is being killed takes nothing; what it misses is lost too.
    else await suite.send('WEBHOOKS_QUEUE', message).catch(() => undefined)
  }
  const queue: MessageQueue = {
    send: forward,
    sendBatch: (messages) => Promise.all(messages.map(({ body }) => forward(body))),
  }
  return { queue, lost: () => lost }
}

async function publishAll(queue: MessageQueue) {
  const waker = createWaker({ queue, now: Date.now, rest: restOf(cloud, 'deliveries') })
  const newId = () => crypto.randomUUID()
  const publish = createPublisher({ neon, queue, waker, newId, now: Date.now })
  for (let n = 0; n < events; n += 1) {
    const type = types[n % types.length] ?? 'webhook.test'
    await publish({ id: `evt_${n}`, type, data: { n } })
  }
}

const isVerified = (secret: string, { headers, body }: Received) => {
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return new Verifier(secret).verify(body, Object.fromEntries(texts)) !== undefined
}

test(
  'through failing receivers, lost messages and killed Workers every event is delivered',
  async () => {
    const random = seededRandom(20_261_121)
    const taken = new Set<unknown>()
    const targets = await Promise.all(
      types.map(async (type) => {
        const receiver = await aReceiver(({ headers }) => {
          if (random() < 0.5) return { status: random() < 0.5 ? 500 : 429 }
          taken.add(headers['webhook-id'])
          return { status: 204 }
        })
        return { receiver, webhook: await register(receiver.url, type) }
      }),
    )
    const { queue, lost } = lossyQueue(random)
    const published = publishAll(queue)
    for (const share of [0.2, 0.6]) {
      await until(() => taken.size >= share * events || undefined, 2400)
      await suite.close()
      suite = await startWorker()
    }
    await published
    const waiting = async () => {
      await suite.scheduled('* * * * *')
      const rows = await neon.run(standing)
      return rows.every((row) => row.status === 'delivered') ? rows : undefined
    }
    const rows = await until(waiting, 2400)

    const received = targets.flatMap(({ receiver, webhook }) =>
      receiver.received.map((delivery) => ({ delivery, webhook })),
    )
    expect(rows).toEqual([{ status: 'delivered', deliveries: events, unsettled: 0 }])
    expect(taken.size).toBe(events)
    expect(lost()).toBeGreaterThan(events / 20)
    expect(received.every(({ delivery, webhook }) => isVerified(webhook.secret, delivery))).toBe(
      true,
    )
    const failed = received.filter(({ delivery }) => delivery.answered !== 204).length
    expect(failed / received.length).toBeGreaterThan(0.4)
    await Promise.all(targets.map(({ receiver }) => receiver.close()))
  },
  chaosTimeoutMs,
)
