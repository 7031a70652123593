import { type Context, Hono } from 'hono'
import * as z from 'zod/mini'
import { admin } from '../lib/http/access.ts'
import { createApp, oncePerIsolate } from '../lib/http/app.ts'
import type { AppEnv } from '../lib/http/app-env.ts'
import { health } from '../lib/http/health.ts'
import type { Operation } from '../lib/http/openapi.ts'
import { valid } from '../lib/http/valid.ts'
import { Problem } from '../lib/problem.ts'
import { webhookServices } from '../lib/services/webhooks.ts'
import { Delivery, DeliveryList, DeliveryQuery } from '../lib/webhooks/deliveries.ts'
import type { Reply } from '../lib/webhooks/idempotency.ts'
import { Page } from '../lib/webhooks/list-page.ts'
import {
  CreatedWebhook,
  NewWebhook,
  RotatedWebhook,
  Webhook,
  WebhookChange,
  WebhookList,
} from '../lib/webhooks/registry.ts'
import { QueueMessage } from '../lib/webhooks/wake.ts'

type WebhooksEnv = AppEnv<ReturnType<typeof webhookServices>>

const IdPath = z.object({ id: z.uuid() })

export const webhooks = new Hono<WebhooksEnv>()
  .post('/', admin(), valid('json', NewWebhook), (c) =>
    once(c, async () => {
      const webhook = await c.var.services.webhooks.create(c.req.valid('json'))
      return { status: 201, body: webhook, location: `/v1/webhooks/${webhook.webhook_id}` }
    }),
  )
  .get('/', admin(), valid('query', Page), async (c) =>
    c.json(await c.var.services.webhooks.list(c.req.valid('query'))),
  )
  .get('/:id', admin(), valid('param', IdPath), async (c) =>
    c.json(await c.var.services.webhooks.get(c.req.valid('param').id)),
  )
  .patch('/:id', admin(), valid('param', IdPath), valid('json', WebhookChange), async (c) => {
    const webhook = await c.var.services.webhooks.change(
      c.req.valid('param').id,
      c.req.valid('json'),
    )
    if (webhook.active) wakeSoon(c, webhook.webhook_id)
    return c.json(webhook)
  })
  .delete('/:id', admin(), valid('param', IdPath), async (c) => {
    await c.var.services.webhooks.remove(c.req.valid('param').id)
    return c.body(null, 204)
  })
  .post('/:id/test', admin(), valid('param', IdPath), (c) =>
    once(c, async () => accepted(c, await c.var.services.deliveries.test(c.req.valid('param').id))),
  )
  .post('/:id/rotate-secret', admin(), valid('param', IdPath), (c) =>
    once(c, async () => ({
      status: 200,
      body: await c.var.services.webhooks.rotate(c.req.valid('param').id),
    })),
  )
  .get(
    '/:id/deliveries',
    admin(),
    valid('param', IdPath),
    valid('query', DeliveryQuery),
    async (c) =>
      c.json(await c.var.services.deliveries.list(c.req.valid('param').id, c.req.valid('query'))),
  )

export const webhookDeliveries = new Hono<WebhooksEnv>().post(
  '/:id/retry',
  admin(),
  valid('param', IdPath),
  (c) =>
    once(c, async () =>
      accepted(c, await c.var.services.deliveries.retry(c.req.valid('param').id)),
    ),
)

function accepted(c: Context<WebhooksEnv>, delivery: Delivery): Reply {
  wakeSoon(c, delivery.webhook_id)
  return {
    status: 202,
    body: delivery,
    location: `/v1/webhooks/${delivery.webhook_id}/deliveries`,
  }
}

/** Should the queue be away, the cron finds what is due. */
function wakeSoon(c: Context<WebhooksEnv>, webhookId: string) {
  c.executionCtx.waitUntil(c.var.services.wake([webhookId]).catch(() => undefined))
}

/** Does the work; with an Idempotency-Key once in 24 hours, and says when a reply is not the first. */
async function once(c: Context<WebhooksEnv>, work: () => Promise<Reply>): Promise<Response> {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return toResponse(await work())
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    const message = 'must be 1 to 255 visible ASCII characters'
    throw new Problem('invalid-request', `The Idempotency-Key ${message}.`, {
      errors: [{ location: 'header.idempotency-key', message }],
    })
  }
  const request = `${c.req.method} ${c.req.path}\n${await c.req.text()}`
  const { reply, isReplayed } = await c.var.services.idempotency.once({ key, request }, work)
  return toResponse(reply, isReplayed ? { 'idempotency-replayed': 'true' } : {})
}

function toResponse({ status, body, location }: Reply, headers: Record<string, string> = {}) {
  return Response.json(body, {
    status,
    headers: { 'cache-control': 'no-store', ...(location && { location }), ...headers },
  })
}

export const webhookOperations: Operation[] = [
  {
    method: 'post',
    path: '/v1/webhooks',
    summary: 'Register a webhook; its secret is shown this once',
    access: 'admin',
    isIdempotent: true,
    body: NewWebhook,
    replies: { 201: { description: 'The webhook and its secret', schema: CreatedWebhook } },
  },
  {
    method: 'get',
    path: '/v1/webhooks',
    summary: 'The webhooks, newest first',
    access: 'admin',
    query: Page,
    replies: { 200: { description: 'A page of webhooks', schema: WebhookList } },
  },
  {
    method: 'get',
    path: '/v1/webhooks/{id}',
    summary: 'One webhook',
    access: 'admin',
    replies: { 200: { description: 'The webhook', schema: Webhook } },
  },
  {
    method: 'patch',
    path: '/v1/webhooks/{id}',
    summary: 'Change a webhook, pause it or take it into service again',
    access: 'admin',
    body: WebhookChange,
    replies: { 200: { description: 'The webhook', schema: Webhook } },
  },
  {
    method: 'delete',
    path: '/v1/webhooks/{id}',
    summary: 'Delete a webhook with its deliveries',
    access: 'admin',
    replies: { 204: { description: 'It is gone' } },
  },
  {
    method: 'post',
    path: '/v1/webhooks/{id}/test',
    summary: 'Send webhook.test to a webhook, subscribed or not',
    access: 'admin',
    isIdempotent: true,
    replies: { 202: { description: 'The delivery, under way', schema: Delivery } },
  },
  {
    method: 'post',
    path: '/v1/webhooks/{id}/rotate-secret',
    summary: 'Give a new secret; the one before it is valid for 24 hours more',
    access: 'admin',
    isIdempotent: true,
    replies: { 200: { description: 'The webhook and its new secret', schema: RotatedWebhook } },
  },
  {
    method: 'get',
    path: '/v1/webhooks/{id}/deliveries',
    summary: "A webhook's deliveries, newest first",
    access: 'admin',
    query: DeliveryQuery,
    replies: { 200: { description: 'A page of deliveries', schema: DeliveryList } },
  },
  {
    method: 'post',
    path: '/v1/webhook-deliveries/{id}/retry',
    summary: 'Send a delivery once more, now',
    access: 'admin',
    isIdempotent: true,
    replies: { 202: { description: 'The delivery, under way', schema: Delivery } },
  },
]

const services = oncePerIsolate(webhookServices)

/** Lets deliveries begin, each webhook's in the background; an event is recorded first. */
export async function consumeWebhooks(batch: MessageBatch, env: object, ctx: ExecutionContext) {
  await Promise.all(
    batch.messages.map(async (message) => {
      const read = QueueMessage.safeParse(message.body)
      if (!read.success) {
        console.error('A message of the webhooks queue cannot be read.')
        return message.ack()
      }
      await begin(read.data, env, ctx).then(
        () => message.ack(),
        () => message.retry(),
      )
    }),
  )
}

async function begin(message: z.infer<typeof QueueMessage>, env: object, ctx: ExecutionContext) {
  const { deliver, record, wake } = services(env).services
  if ('wake' in message) return ctx.waitUntil(deliver(message.wake).catch(brokenOff))
  const recorded = await record(message)
  await wake(recorded.map((row) => row.webhook_id))
}

/** Its leases end, and the cron takes up what is left. */
function brokenOff(error: unknown) {
  console.error(`Deliveries broke off: ${error instanceof Error ? error.stack : String(error)}`)
}

/** Wakes what is due and has not been woken: retries, and what a lost message left behind. */
export async function deliverDue(env: object) {
  await services(env).services.wakeDue()
}

const app = createApp(webhookServices)
  .route('/health', health)
  .route('/v1/webhooks', webhooks)
  .route('/v1/webhook-deliveries', webhookDeliveries)

export default {
  fetch: app.fetch,
  queue: consumeWebhooks,
  scheduled: (_controller, env) => deliverDue(env),
} satisfies ExportedHandler<object>
