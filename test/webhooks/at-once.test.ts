import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordEvents } from '../../lib/webhooks/record.ts'
import { testServer } from '../support/fresh-database.ts'
import { startWebhookSuite, type WebhookSuite } from './a-webhook-suite.ts'

// PGlite does one transaction at a time: there it is enough that the paths are gone a few times.
const rounds = testServer === undefined ? 2 : 15
/** As many as a Worker may have under way beside its request to Neon. */
const slots = 5

let local: WebhookSuite
beforeAll(async () => {
  local = await startWebhookSuite({ WEBHOOK_DELIVERIES_PER_SECOND: '1000' })
})
afterAll(() => local.close())

const numbers = (count: number) => Array.from({ length: count }, (_, n) => n)

const events = (prefix: string, count: number) =>
  numbers(count).map((n) => ({
    id: `${prefix}-${n}`,
    type: 'session.created' as const,
    timestamp: new Date().toISOString(),
    data: { n },
  }))

test('runs of one webhook that are woken at once share its slots, and send each event once', async () => {
  let open = 0
  let most = 0
  const { receiver, webhook } = await local.aWebhook(() => {
    open += 1
    most = Math.max(most, open)
    setTimeout(() => {
      open -= 1
    }, 40)
    return { status: 204, delayMs: 40 }
  })
  for (const round of numbers(rounds)) {
    await local.neon.run(recordEvents(events(`slots${round}`, 20)))
    const wake = { wake: webhook.webhook_id }
    await Promise.all(numbers(6).map(() => local.suite.send('WEBHOOKS_QUEUE', wake)))
    await local.deliveryThat(webhook.webhook_id, () => receiver.received.length >= 20 * (round + 1))
  }
  expect(most).toBeLessThanOrEqual(slots)
  const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
  expect(new Set(ids).size).toBe(ids.length)
}, 120_000)

test('events that are recorded six times at once, in any order, are delivered once', async () => {
  const { webhook } = await local.aWebhook(() => ({ status: 500 }))
  const { webhook: other } = await local.aWebhook(() => ({ status: 500 }))
  for (const round of numbers(rounds)) {
    const made = events(`same${round}`, 12)
    const recorded = await Promise.all(
      numbers(6).map((n) => local.neon.run(recordEvents(n % 2 === 0 ? made : made.toReversed()))),
    )
    expect(recorded).toHaveLength(6)
  }
  const rows = await local.sql`
    select webhook_id::text, count(*)::int as made, count(distinct event_id)::int as events
    from webhook_deliveries where event_id like 'same%'
      and webhook_id in (${webhook.webhook_id}, ${other.webhook_id}) group by webhook_id`
  expect(rows.map(({ made, events: different }) => [made, different])).toEqual([
    [12 * rounds, 12 * rounds],
    [12 * rounds, 12 * rounds],
  ])
}, 120_000)

test('six requests with one idempotency key register one webhook, and get one reply', async () => {
  for (const round of numbers(rounds)) {
    const body = { url: `http://127.0.0.1:9/${round}`, events: ['session.created'] }
    const replies = await Promise.all(
      numbers(6).map(() =>
        local.send('POST', '/v1/webhooks', body, { 'idempotency-key': `at-once-${round}` }),
      ),
    )
    const texts = await Promise.all(replies.map((reply) => reply.text()))
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]))
    expect(new Set(texts).size).toBe(1)
    const { webhook_id } = JSON.parse(texts[0] ?? '')
    await local.send('DELETE', `/v1/webhooks/${webhook_id}`)
  }
}, 120_000)

test('of six rotations at once each new secret is announced once, or refused', async () => {
  const { webhook } = await local.aWebhook()
  for (const _ of numbers(rounds)) {
    const replies = await Promise.all(
      numbers(6).map(() => local.send('POST', `/v1/webhooks/${webhook.webhook_id}/rotate-secret`)),
    )
    const secrets: string[] = []
    for (const reply of replies) {
      if (reply.status === 200) secrets.push((await reply.json()).secret)
      else expect(reply.status).toBe(409)
    }
    expect(secrets.length).toBeGreaterThan(0)
    expect(new Set(secrets).size).toBe(secrets.length)
  }
}, 120_000)

test('a delivery that is cancelled, retried and sent at once is delivered once or given up', async () => {
  const { receiver, webhook } = await local.aWebhook()
  for (const round of numbers(rounds)) {
    await local.neon.run(recordEvents(events(`cancel${round}`, 4)))
    const path = `/v1/webhooks/${webhook.webhook_id}/cancel-deliveries`
    const replies = await Promise.all([
      local.send('POST', path),
      local.suite.send('WEBHOOKS_QUEUE', { wake: webhook.webhook_id }).then(() => undefined),
      local.suite.scheduled('* * * * *').then(() => undefined),
      local.send('POST', path),
    ])
    for (const reply of replies) if (reply) expect(reply.status).toBe(200)
    await local.deliveryThat(webhook.webhook_id, (one) => one.status !== 'pending')
  }
  const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
  expect(new Set(ids).size).toBe(ids.length)
}, 120_000)
