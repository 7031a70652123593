import { afterAll, beforeAll, expect, test } from 'vitest'
import { Cancelled } from '../../lib/webhooks/deliveries.ts'
import { startWebhookSuite, type WebhookSuite } from './a-webhook-suite.ts'
import { until } from './until.ts'

const perSecond = 5

let suite: WebhookSuite
beforeAll(async () => {
  suite = await startWebhookSuite({
    WEBHOOK_RETRY_SECONDS: '0.2',
    WEBHOOK_DELIVERIES_PER_SECOND: `${perSecond}`,
  })
})
afterAll(() => suite.close())

const anId = () => `evt_${crypto.randomUUID()}`

test('a delivery that is given up is an event for whoever subscribed to it, once', async () => {
  const { receiver } = await suite.aWebhook(undefined, ['webhook.exhausted'])
  const failing = await suite.aWebhook(() => ({ status: 503 }))
  const id = anId()
  await suite.publish({ id })
  const dead = await suite.deliveryThat(
    failing.webhook.webhook_id,
    ({ status }) => status === 'dead',
  )
  const [received] = await until(() =>
    receiver.received.length > 0 ? receiver.received : undefined,
  )
  expect(JSON.parse(received?.body ?? '{}')).toMatchObject({
    type: 'webhook.exhausted',
    data: {
      webhook_id: failing.webhook.webhook_id,
      delivery_id: dead.delivery_id,
      event_id: id,
      event_type: 'session.created',
      attempts: 2,
      http_status: 503,
      error_message: 'The receiver answered 503',
    },
  })
  await suite.look('deliveries')
  expect(receiver.received).toHaveLength(1)
})

test('that the news of a delivery given up cannot be delivered is no news again', async () => {
  const unheard = await suite.aWebhook(() => ({ status: 500 }), ['webhook.exhausted'])
  const failing = await suite.aWebhook(() => ({ status: 500 }))
  await suite.publish({ id: anId() })
  await suite.deliveryThat(failing.webhook.webhook_id, ({ status }) => status === 'dead')
  await suite.deliveryThat(unheard.webhook.webhook_id, ({ status }) => status === 'dead')
  expect(await suite.deliveries(unheard.webhook.webhook_id)).toHaveLength(1)
})

test('what waits for a webhook is cancelled: it is never sent, and the log says why', async () => {
  const { receiver, webhook } = await suite.aWebhook()
  const path = `/v1/webhooks/${webhook.webhook_id}`
  await suite.sql`
    insert into webhook_deliveries (webhook_id, event_id, event_type, payload, next_attempt_at)
    select ${webhook.webhook_id}, 'evt_waiting_' || n, 'session.created',
      '{"type": "session.created", "timestamp": "2026-01-01T00:00:00Z", "data": {}}',
      now() + interval '1 hour'
    from generate_series(1, 3) n`
  const reply = await suite.send('POST', `${path}/cancel-deliveries`)
  expect(reply.status).toBe(200)
  expect(Cancelled.parse(await reply.json())).toEqual({ cancelled: 3 })
  const log = await suite.deliveries(webhook.webhook_id)
  expect(log.map(({ status, error_message }) => [status, error_message])).toEqual(
    Array(3).fill(['dead', 'Cancelled']),
  )
  await suite.look('deliveries')
  expect(receiver.received).toEqual([])
  const again = await suite.send('POST', `${path}/cancel-deliveries`)
  expect(await again.json()).toEqual({ cancelled: 0 })
  const unknown = `/v1/webhooks/${crypto.randomUUID()}/cancel-deliveries`
  expect((await suite.send('POST', unknown)).status).toBe(404)
})

test('a receiver gets no more deliveries in a second than the setting says', async () => {
  const arrivals: number[] = []
  const { webhook } = await suite.aWebhook(() => {
    arrivals.push(performance.now())
    return { status: 204 }
  })
  await Promise.all(Array.from({ length: 4 * perSecond }, () => suite.publish({ id: anId() })))
  await until(async () => {
    const delivered = await suite.deliveries(webhook.webhook_id, '&status=delivered')
    return delivered.length === 4 * perSecond || undefined
  })
  // A slow machine only draws them further apart: of any eleven, first and last are a second apart.
  const spans = arrivals.slice(2 * perSecond).map((at, index) => at - (arrivals[index] ?? 0))
  expect(Math.min(...spans)).toBeGreaterThan(900)
})
