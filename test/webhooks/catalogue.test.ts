import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { webhookEvents } from '../../lib/webhooks/catalogue.ts'
import { EventType } from '../../lib/webhooks/events.ts'
import { CreatedWebhook } from '../../lib/webhooks/registry.ts'
import { adminHeaders, type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { aReceiver, type Receiver } from './a-receiver.ts'
import { until } from './until.ts'

const Envelope = z.strictObject({
  type: EventType,
  timestamp: z.iso.datetime(),
  data: z.record(z.string(), z.unknown()),
})

let local: LocalSuite
let receiver: Receiver
beforeAll(async () => {
  local = await startLocalSuite({
    isIngested: false,
    settings: { WEBHOOK_ALLOW_PRIVATE: 'true' },
  })
  receiver = await aReceiver()
  const body = JSON.stringify({ url: receiver.url, events: EventType.options })
  const init = { method: 'POST', headers: adminHeaders, body }
  CreatedWebhook.parse(await (await local.request('/v1/webhooks', init)).json())
})
afterAll(async () => {
  await receiver.close()
  await local.close()
})

/** The first event of this type that has arrived, checked against the catalogue. */
async function arrived(type: z.infer<typeof EventType>) {
  const event = await until(() =>
    receiver.received
      .map(({ body }) => Envelope.parse(JSON.parse(body)))
      .find((e) => e.type === type),
  )
  const entry = webhookEvents.find((catalogued) => catalogued.type === type)
  expect(entry?.data.safeParse(event.data).error).toBeUndefined()
  return event.data
}

test('every event is in the catalogue once', () => {
  expect(webhookEvents.map(({ type }) => type)).toEqual(EventType.options)
})

test.each(webhookEvents)('the example of $type is such an event', ({ data, example }) => {
  expect(data.safeParse(example).error).toBeUndefined()
})

test('the OpenAPI document has every event with its schema and an example', async () => {
  const document = await (await local.request('/openapi.json')).json()
  const Documented = z.object({
    webhooks: z.record(z.string(), z.object({ post: z.object({ requestBody: z.unknown() }) })),
    components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
  })
  const { webhooks, components } = Documented.parse(document)
  expect(Object.keys(webhooks)).toEqual(EventType.options)
  for (const { type, example } of webhookEvents) {
    expect(webhooks[type]?.post.requestBody).toMatchObject({
      content: {
        'application/json': {
          schema: { $ref: expect.stringMatching(/Event$/) },
          example: { type, data: example },
        },
      },
    })
  }
  expect(components.schemas.WebhookTestEvent).toMatchObject({
    properties: { type: { const: 'webhook.test' }, data: { type: 'object' } },
  })
})

test('an opened session is an event', async () => {
  const session = await local.openSession()
  const data = await arrived('session.created')
  expect(data).toEqual({ session_id: session.session_id, created_at: session.created_at })
})

test('an ingestion and each of its pages is an event', async () => {
  const run = await local.ingest()
  expect(await arrived('ingestion.completed')).toMatchObject({ id: run.id, status: 'completed' })
  expect(await arrived('knowledge.document.indexed')).toMatchObject({ run_id: run.id })
})

test('an answer is an event', async () => {
  const response = await local.ask({ question: 'What is a node?' }, undefined, 'application/json')
  const { query_id } = z.object({ query_id: z.string() }).parse(await response.json())
  expect(await arrived('chat.response.generated')).toMatchObject({ query_id })
})

test("the suite's cron delivers what no wake reached", async () => {
  const payload = { type: 'feedback.received', timestamp: new Date().toISOString(), data: {} }
  await local.sql`
    insert into webhook_deliveries (webhook_id, event_id, event_type, payload, next_attempt_at)
    select webhook_id, 'evt_unwoken', ${payload.type}, ${JSON.stringify(payload)}::jsonb, now()
    from webhooks`
  await local.look('deliveries')
  await until(() =>
    receiver.received.find(({ headers }) => headers['webhook-id'] === 'evt_unwoken'),
  )
})
