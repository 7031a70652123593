import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPublisher } from '../../lib/webhooks/publish.ts'
import { createWaker, type MessageQueue } from '../../lib/webhooks/wake.ts'
import { restOf } from '../support/cron-rest.ts'
import { startWebhookSuite, type WebhookSuite } from './a-webhook-suite.ts'

let suite: WebhookSuite
beforeAll(async () => {
  suite = await startWebhookSuite()
})
afterAll(() => suite.close())

const newId = () => crypto.randomUUID()

/** A publisher beside the Worker: on its database, and on a queue of its own. */
const aPublisher = (queue: MessageQueue) =>
  createPublisher({ neon: suite.neon, queue, waker: aWaker(queue), newId, now: Date.now })

const aWaker = (queue: MessageQueue) =>
  createWaker({ queue, now: Date.now, rest: restOf(suite.cloud, 'deliveries') })

function keepingQueue() {
  const messages: unknown[] = []
  const keep = async (message: unknown) => {
    messages.push(message)
  }
  const sendBatch = async (batch: { body: unknown }[]) => {
    messages.push(...batch.map(({ body }) => body))
  }
  return { messages, send: keep, sendBatch }
}

const brokenQueue: MessageQueue = {
  send: () => Promise.reject(new Error('The queue is away')),
  sendBatch: () => Promise.reject(new Error('The queue is away')),
}

const event = (data = {}) => ({ type: 'session.created' as const, data, id: `evt_${newId()}` })

test('an event for nobody costs no message', async () => {
  const queue = keepingQueue()
  await aPublisher(queue)(event())
  expect(queue.messages).toEqual([])
})

test('an event for two webhooks is recorded, and wakes each once', async () => {
  const first = await suite.aWebhook()
  const second = await suite.aWebhook()
  const queue = keepingQueue()
  const publish = aPublisher(queue)
  await publish(event(), event())
  const ids = [first, second].map(({ webhook }) => webhook.webhook_id)
  const woken = queue.messages.map((message) => JSON.stringify(message)).sort()
  expect(woken).toEqual(ids.map((wake) => JSON.stringify({ wake })).sort())
  for (const id of ids) expect(await suite.deliveries(id)).toHaveLength(2)
})

test('with the queue away an event is recorded, and the cron delivers it', async () => {
  const { receiver, webhook } = await suite.aWebhook()
  await aPublisher(brokenQueue)(event())
  expect(receiver.received).toEqual([])
  await suite.suite.scheduled('* * * * *')
  await suite.deliveryThat(webhook.webhook_id, ({ status }) => status === 'delivered')
})

test('while Neon is away the event itself waits on the queue', async () => {
  const { webhook } = await suite.aWebhook()
  const { faults } = suite.cloud
  const send = async (message: unknown) => {
    faults.neon.clear()
    await suite.suite.send('WEBHOOKS_QUEUE', message)
  }
  faults.neon.set({ kind: 'down' })
  const sent = event({ text: 'kept' })
  await aPublisher({ ...brokenQueue, send })(sent)
  const delivery = await suite.deliveryThat(
    webhook.webhook_id,
    ({ status }) => status === 'delivered',
  )
  expect(delivery).toMatchObject({ event_id: sent.id, payload: { data: { text: 'kept' } } })
})
