import { Webhook as Verifier } from 'standardwebhooks'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RotatedWebhook, Webhook } from '../../lib/webhooks/registry.ts'
import type { Received } from './a-receiver.ts'
import { receiverTimeoutMs, startWebhookSuite, type WebhookSuite } from './a-webhook-suite.ts'
import { until } from './until.ts'

let suite: WebhookSuite
beforeAll(async () => {
  suite = await startWebhookSuite({ WEBHOOK_RETRY_SECONDS: '0.2,0.2' })
})
afterAll(() => suite.close())

const anId = () => `evt_${crypto.randomUUID()}`

function verify(secret: string, { headers, body }: Received) {
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)])
  return new Verifier(secret).verify(body, Object.fromEntries(texts))
}

const readWebhook = async (id: string) =>
  Webhook.parse(await (await suite.send('GET', `/v1/webhooks/${id}`)).json())

test('an event reaches who subscribed to it, verifies, and is logged', async () => {
  const { receiver, webhook } = await suite.aWebhook(() => ({ status: 200, body: 'thanks' }))
  const other = await suite.aWebhook(undefined, ['ingestion.failed'])
  const id = anId()
  await suite.publish({ id, data: { text: 'a\0b \ud800 é 漢 🙂' } })
  const delivery = await suite.deliveryThat(
    webhook.webhook_id,
    ({ status }) => status === 'delivered',
  )
  expect(delivery).toMatchObject({
    event_id: id,
    event_type: 'session.created',
    attempt: 1,
    http_status: 200,
    response_body: 'thanks',
  })
  const [received] = receiver.received
  if (!received) throw new Error('nothing was received')
  expect(received.headers).toMatchObject({
    'webhook-id': id,
    'content-type': 'application/json',
  })
  expect(verify(webhook.secret, received)).toEqual(delivery.payload)
  expect(Object.keys(JSON.parse(received.body))).toEqual(['type', 'timestamp', 'data'])
  expect(JSON.parse(received.body).data).toEqual({ text: 'ab \ufffd é 漢 🙂' })
  expect(await suite.deliveries(other.webhook.webhook_id)).toEqual([])
})

test('a message that comes twice makes one delivery', async () => {
  const { receiver, webhook } = await suite.aWebhook()
  const id = anId()
  await suite.publish({ id })
  await suite.publish({ id })
  const last = anId()
  await suite.publish({ id: last })
  await suite.deliveryThat(
    webhook.webhook_id,
    ({ event_id, status }) => event_id === last && status === 'delivered',
  )
  expect((await suite.deliveries(webhook.webhook_id)).map((d) => d.event_id)).toEqual([last, id])
  expect(receiver.received).toHaveLength(2)
})

test('during rotation a delivery verifies with the new secret and the one before', async () => {
  const { receiver, webhook } = await suite.aWebhook()
  const path = `/v1/webhooks/${webhook.webhook_id}/rotate-secret`
  const once = RotatedWebhook.parse(await (await suite.send('POST', path)).json())
  await suite.test(webhook.webhook_id)
  const [first] = await until(() =>
    receiver.received.length === 1 ? receiver.received : undefined,
  )
  if (!first) throw new Error('nothing was received')
  expect(verify(once.secret, first)).toBeDefined()
  expect(verify(webhook.secret, first)).toBeDefined()
  const twice = RotatedWebhook.parse(await (await suite.send('POST', path)).json())
  await suite.test(webhook.webhook_id)
  const [, second] = await until(() =>
    receiver.received.length === 2 ? receiver.received : undefined,
  )
  if (!second) throw new Error('nothing was received')
  expect(verify(twice.secret, second)).toBeDefined()
  expect(verify(once.secret, second)).toBeDefined()
  expect(() => verify(webhook.secret, second)).toThrow()
})

test('after 24 hours the secret of before signs no more', async () => {
  const { receiver, webhook } = await suite.aWebhook()
  await suite.send('POST', `/v1/webhooks/${webhook.webhook_id}/rotate-secret`)
  await suite.sql`update webhooks set previous_secret_until = now() where webhook_id = ${webhook.webhook_id}`
  await suite.test(webhook.webhook_id)
  const [received] = await until(() =>
    receiver.received.length === 1 ? receiver.received : undefined,
  )
  if (!received) throw new Error('nothing was received')
  expect(() => verify(webhook.secret, received)).toThrow()
})

test('a failed delivery is tried again, with the same id, until it is taken', async () => {
  let attempts = 0
  const { receiver, webhook } = await suite.aWebhook(() => {
    attempts += 1
    return { status: attempts < 3 ? 503 : 200 }
  })
  const id = anId()
  await suite.publish({ id })
  const delivery = await suite.deliveryThat(
    webhook.webhook_id,
    ({ status }) => status === 'delivered',
  )
  expect(delivery.attempt).toBe(3)
  expect(delivery.error_message).toBeUndefined()
  expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([id, id, id])
  for (const received of receiver.received) expect(verify(webhook.secret, received)).toBeDefined()
  expect((await readWebhook(webhook.webhook_id)).failing_since).toBeUndefined()
})

test('the schedule spent, a delivery is dead, and retry sends it once more', async () => {
  let status = 500
  const { receiver, webhook } = await suite.aWebhook(() => ({ status, body: 'x'.repeat(5000) }))
  await suite.publish({ id: anId() })
  const dead = await suite.deliveryThat(webhook.webhook_id, (d) => d.status === 'dead')
  expect(dead).toMatchObject({ attempt: 3, http_status: 500 })
  expect(dead.error_message).toBe('The receiver answered 500')
  expect(dead.response_body).toBe('x'.repeat(1024))
  expect(dead.next_attempt_at).toBeUndefined()
  expect((await readWebhook(webhook.webhook_id)).failing_since).toBeDefined()
  status = 204
  const path = `/v1/webhook-deliveries/${dead.delivery_id}/retry`
  expect((await suite.send('POST', path)).status).toBe(202)
  await suite.deliveryThat(webhook.webhook_id, (d) => d.status === 'delivered')
  expect(receiver.received).toHaveLength(4)
  const again = await suite.send('POST', path)
  expect(again.status).toBe(409)
  expect(await again.json()).toMatchObject({ detail: 'It has been delivered.' })
})

test('a redirect is not followed', async () => {
  const target = await suite.aWebhook(undefined, ['ingestion.failed'])
  const location = target.receiver.url
  const { webhook } = await suite.aWebhook(() => ({ status: 307, headers: { location } }))
  await suite.publish({ id: anId() })
  const failed = await suite.deliveryThat(webhook.webhook_id, (d) => d.http_status !== undefined)
  expect(failed.error_message).toBe('The receiver answered 307; redirects are not followed')
  expect(target.receiver.received).toEqual([])
})

test('410 Gone deactivates the webhook and ends what waits for it', async () => {
  const { receiver, webhook } = await suite.aWebhook(() => ({ status: 410 }))
  await suite.sql`
    insert into webhook_deliveries (webhook_id, event_id, event_type, payload, next_attempt_at)
    values (${webhook.webhook_id}, 'evt_waiting', 'session.created', '{}', now() + interval '1 hour')`
  await suite.publish({ id: anId() })
  await suite.deliveryThat(webhook.webhook_id, (d) => d.http_status === 410)
  const deliveries = await suite.deliveries(webhook.webhook_id)
  expect(deliveries.map(({ status }) => status)).toEqual(['dead', 'dead'])
  expect(await readWebhook(webhook.webhook_id)).toMatchObject({
    active: false,
    deactivated_reason: 'The receiver answered 410 Gone',
  })
  expect(receiver.received).toHaveLength(1)
  const path = `/v1/webhooks/${webhook.webhook_id}/test`
  expect((await suite.send('POST', path)).status).toBe(409)
})

test('five days of nothing but failures deactivate; less does not', async () => {
  const late = await suite.aWebhook(() => ({ status: 500 }))
  const early = await suite.aWebhook(() => ({ status: 500 }))
  const ids = { late: late.webhook.webhook_id, early: early.webhook.webhook_id }
  await suite.sql`update webhooks set failing_since = now() - interval '121 hours' where webhook_id = ${ids.late}`
  await suite.sql`update webhooks set failing_since = now() - interval '119 hours' where webhook_id = ${ids.early}`
  await suite.publish({ id: anId() })
  await suite.deliveryThat(ids.late, (d) => d.status === 'dead')
  await suite.deliveryThat(ids.early, (d) => d.status === 'dead')
  expect(await readWebhook(ids.late)).toMatchObject({
    active: false,
    deactivated_reason: 'Five days of nothing but failures',
  })
  expect((await readWebhook(ids.early)).active).toBe(true)
})

test('a deactivation is an event for whoever subscribed to it', async () => {
  const { receiver } = await suite.aWebhook(undefined, ['webhook.disabled'])
  const gone = await suite.aWebhook(() => ({ status: 410 }))
  await suite.publish({ id: anId() })
  const [received] = await until(() =>
    receiver.received.length > 0 ? receiver.received : undefined,
  )
  expect(JSON.parse(received?.body ?? '{}')).toMatchObject({
    type: 'webhook.disabled',
    data: { webhook_id: gone.webhook.webhook_id, reason: 'The receiver answered 410 Gone' },
  })
})

test('a paused webhook gets no new events, and what waited once it is active again', async () => {
  const { receiver, webhook } = await suite.aWebhook()
  const path = `/v1/webhooks/${webhook.webhook_id}`
  await suite.sql`
    insert into webhook_deliveries (webhook_id, event_id, event_type, payload, next_attempt_at)
    values (${webhook.webhook_id}, 'evt_before', 'session.created',
      '{"type": "session.created", "timestamp": "2026-01-01T00:00:00Z", "data": {}}',
      now() + interval '1 second')`
  await suite.send('PATCH', path, { active: false })
  await suite.publish({ id: anId() })
  await suite.sql`update webhook_deliveries set next_attempt_at = now() where event_id = 'evt_before'`
  await suite.look('deliveries')
  expect(receiver.received).toEqual([])
  await suite.send('PATCH', path, { active: true })
  await suite.deliveryThat(webhook.webhook_id, ({ status }) => status === 'delivered')
  expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual(['evt_before'])
})

test('a receiver that does not answer in time has failed', async () => {
  const { webhook } = await suite.aWebhook(() => undefined)
  await suite.publish({ id: anId() })
  const failed = await suite.deliveryThat(webhook.webhook_id, ({ status }) => status === 'failed')
  expect(failed.error_message).toBe(`No answer within ${receiverTimeoutMs / 1000} s`)
  expect(failed.response_ms).toBeGreaterThanOrEqual(receiverTimeoutMs - 100)
})

test('a receiver that is away has failed', async () => {
  const { receiver, webhook } = await suite.aWebhook()
  await receiver.close()
  await suite.publish({ id: anId() })
  const dead = await suite.deliveryThat(webhook.webhook_id, ({ status }) => status === 'dead')
  expect(dead.error_message).toBeTruthy()
  expect(dead.http_status).toBeUndefined()
})

test('what a receiver says may be no text at all', async () => {
  const { webhook } = await suite.aWebhook(() => ({ status: 200, body: 'a\0\ud800b' }))
  await suite.publish({ id: anId() })
  const { response_body } = await suite.deliveryThat(
    webhook.webhook_id,
    ({ status }) => status === 'delivered',
  )
  expect(response_body).toBe('a\ufffdb')
})

test('at most five deliveries to one webhook are under way at once', async () => {
  let underWay = 0
  let most = 0
  const { webhook } = await suite.aWebhook(() => {
    underWay += 1
    most = Math.max(most, underWay)
    setTimeout(() => {
      underWay -= 1
    }, 50)
    return { status: 204, delayMs: 60 }
  })
  await Promise.all(Array.from({ length: 40 }, () => suite.publish({ id: anId() })))
  await until(async () => {
    const delivered = await suite.deliveries(webhook.webhook_id, '&status=delivered')
    return delivered.length === 40 || undefined
  })
  expect(most).toBeGreaterThan(1)
  expect(most).toBeLessThanOrEqual(5)
})

test('a receiver that hangs holds up no other', async () => {
  const hanging = await suite.aWebhook(() => undefined)
  const other = await suite.aWebhook()
  await Promise.all(Array.from({ length: 20 }, () => suite.publish({ id: anId() })))
  await until(() => other.receiver.received.length === 20 || undefined)
  const ended = await suite.deliveries(hanging.webhook.webhook_id, '&status=failed')
  expect(ended).toEqual([])
})

test('a url that the guard has come to refuse is not called', async () => {
  const { receiver, webhook } = await suite.aWebhook()
  const url = receiver.url.replace('http://', 'http://user:password@')
  await suite.sql`update webhooks set url = ${url} where webhook_id = ${webhook.webhook_id}`
  await suite.publish({ id: anId() })
  const dead = await suite.deliveryThat(webhook.webhook_id, ({ status }) => status === 'dead')
  expect(dead.error_message).toBe('Not sent: the URL must not hold a user name or password')
  expect(receiver.received).toEqual([])
})

test('with another WEBHOOK_SECRET_KEY nothing is signed', async () => {
  const { receiver, webhook } = await suite.aWebhook()
  await suite.sql`update webhooks set secret_hash = 'other' where webhook_id = ${webhook.webhook_id}`
  await suite.publish({ id: anId() })
  const failed = await suite.deliveryThat(
    webhook.webhook_id,
    (d) => d.attempt > 0 && d.error_message !== undefined,
  )
  expect(failed.error_message).toMatch(/WEBHOOK_SECRET_KEY has changed/)
  expect(receiver.received).toEqual([])
})

test('the log is paged, newest first, and filtered by status', async () => {
  const { webhook } = await suite.aWebhook()
  for (let n = 0; n < 5; n += 1) await suite.test(webhook.webhook_id)
  await until(async () => {
    const delivered = await suite.deliveries(webhook.webhook_id, '&status=delivered')
    return delivered.length === 5 || undefined
  })
  const times = (await suite.deliveries(webhook.webhook_id)).map((d) => d.created_at)
  expect(times).toEqual(times.toSorted().toReversed())
  expect(await suite.deliveries(webhook.webhook_id, '&status=dead')).toEqual([])
  const path = `/v1/webhooks/${webhook.webhook_id}/deliveries`
  expect((await suite.send('GET', `${path}?status=lost`)).status).toBe(422)
})

test('the log forgets what has ended after thirty days', async () => {
  const { webhook } = await suite.aWebhook()
  await suite.test(webhook.webhook_id)
  await suite.deliveryThat(webhook.webhook_id, ({ status }) => status === 'delivered')
  await suite.sql`update webhook_deliveries set updated_at = now() - interval '31 days'
    where webhook_id = ${webhook.webhook_id}`
  await suite.look('deliveries')
  expect(await suite.deliveries(webhook.webhook_id)).toEqual([])
})

test('a delivery under way cannot be retried', async () => {
  const { webhook } = await suite.aWebhook(() => ({ status: 204, delayMs: 1000 }))
  await suite.test(webhook.webhook_id)
  const { delivery_id } = await suite.deliveryThat(webhook.webhook_id, (d) => d.attempt === 1)
  const response = await suite.send('POST', `/v1/webhook-deliveries/${delivery_id}/retry`)
  expect(response.status).toBe(409)
  expect(await response.json()).toMatchObject({ detail: 'It is being sent at this moment.' })
})
