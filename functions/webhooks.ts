import * as z from 'zod/mini'
import { Page } from '../lib/cursor.ts'
import { admin, owner } from '../lib/http/access.ts'
import { createApp, oncePerIsolate } from '../lib/http/app.ts'
import { healthRoute } from '../lib/http/health.ts'
import { routesOf } from '../lib/http/route.ts'
import { webhookServices } from '../lib/services/webhooks.ts'
import { Cancelled, Delivery, DeliveryList, DeliveryQuery } from '../lib/webhooks/deliveries.ts'
import { EventType } from '../lib/webhooks/events.ts'
import {
  CreatedWebhook,
  NewWebhook,
  RotatedWebhook,
  Webhook,
  WebhookChange,
  WebhookList,
} from '../lib/webhooks/registry.ts'
import { QueueMessage, type RelayMessage } from '../lib/webhooks/wake.ts'

type Services = ReturnType<typeof webhookServices>

const route = routesOf<Services>()
const idempotency = (services: Services) => services.idempotency

const IdPath = z.object({ id: z.uuid() })

/** The names of its schemas in the OpenAPI document. */
export const webhookSchemas = {
  Cancelled,
  CreatedWebhook,
  Delivery,
  DeliveryList,
  EventType,
  NewWebhook,
  RotatedWebhook,
  Webhook,
  WebhookChange,
  WebhookList,
}

export const webhookRoutes = [
  route({
    method: 'POST',
    path: '/v1/webhooks',
    id: 'createWebhook',
    tag: 'Webhooks',
    summary: 'Register a webhook',
    description: 'Its secret is shown this once.',
    access: owner,
    idempotency,
    body: NewWebhook,
    replies: { 201: { description: 'The webhook and its secret', schema: CreatedWebhook } },
    problems: ['conflict'],
    async handle({ services, body }) {
      const webhook = await services.webhooks.create(body)
      return { status: 201, body: webhook, location: `/v1/webhooks/${webhook.webhook_id}` }
    },
  }),

  route({
    method: 'GET',
    path: '/v1/webhooks',
    id: 'listWebhooks',
    tag: 'Webhooks',
    summary: 'List the webhooks, newest first',
    access: admin,
    query: Page,
    replies: { 200: { description: 'A page of webhooks', schema: WebhookList } },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.webhooks.list(query),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/webhooks/{id}',
    id: 'getWebhook',
    tag: 'Webhooks',
    summary: 'Get a webhook',
    access: admin,
    params: IdPath,
    replies: { 200: { description: 'The webhook', schema: Webhook } },
    problems: ['not-found'],
    handle: async ({ services, params }) => ({
      status: 200,
      body: await services.webhooks.get(params.id),
    }),
  }),

  route({
    method: 'PATCH',
    path: '/v1/webhooks/{id}',
    id: 'updateWebhook',
    tag: 'Webhooks',
    summary: 'Change, pause or resume a webhook',
    access: owner,
    params: IdPath,
    body: WebhookChange,
    replies: { 200: { description: 'The webhook', schema: Webhook } },
    problems: ['not-found'],
    async handle({ services, params, body, afterwards }) {
      const webhook = await services.webhooks.change(params.id, body)
      if (webhook.active) afterwards(wakeSoon(services, webhook.webhook_id))
      return { status: 200, body: webhook }
    },
  }),

  route({
    method: 'DELETE',
    path: '/v1/webhooks/{id}',
    id: 'deleteWebhook',
    tag: 'Webhooks',
    summary: 'Delete a webhook with its deliveries',
    access: owner,
    params: IdPath,
    replies: { 204: { description: 'The webhook is deleted' } },
    problems: ['not-found'],
    async handle({ services, params }) {
      await services.webhooks.remove(params.id)
      return { status: 204 }
    },
  }),

  route({
    method: 'POST',
    path: '/v1/webhooks/{id}/test',
    id: 'testWebhook',
    tag: 'Webhooks',
    summary: 'Send webhook.test to a webhook',
    description: 'It is sent whether or not the webhook subscribes to it.',
    access: owner,
    idempotency,
    params: IdPath,
    replies: { 202: { description: 'The delivery that has begun', schema: Delivery } },
    problems: ['not-found', 'conflict'],
    async handle({ services, params, afterwards }) {
      const delivery = await services.deliveries.test(params.id)
      afterwards(wakeSoon(services, delivery.webhook_id))
      return { status: 202, body: delivery, location: logOf(delivery) }
    },
  }),

  route({
    method: 'POST',
    path: '/v1/webhooks/{id}/rotate-secret',
    id: 'rotateWebhookSecret',
    tag: 'Webhooks',
    summary: 'Give a webhook a new secret',
    description: 'The secret before it stays valid for another 24 hours.',
    access: owner,
    idempotency,
    params: IdPath,
    replies: { 200: { description: 'The webhook and its new secret', schema: RotatedWebhook } },
    problems: ['not-found', 'conflict'],
    handle: async ({ services, params }) => ({
      status: 200,
      body: await services.webhooks.rotate(params.id),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/webhooks/{id}/deliveries',
    id: 'listDeliveries',
    tag: 'Webhooks',
    summary: "List a webhook's deliveries, newest first",
    access: admin,
    params: IdPath,
    query: DeliveryQuery,
    replies: { 200: { description: 'A page of deliveries', schema: DeliveryList } },
    problems: ['not-found'],
    handle: async ({ services, params, query }) => ({
      status: 200,
      body: await services.deliveries.list(params.id, query),
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/webhooks/{id}/cancel-deliveries',
    id: 'cancelDeliveries',
    tag: 'Webhooks',
    summary: 'Give up all deliveries that wait for a webhook',
    description: 'They can be sent again one by one.',
    access: owner,
    params: IdPath,
    replies: { 200: { description: 'How many were given up', schema: Cancelled } },
    problems: ['not-found'],
    handle: async ({ services, params }) => ({
      status: 200,
      body: await services.deliveries.cancel(params.id),
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/webhook-deliveries/{id}/retry',
    id: 'retryDelivery',
    tag: 'Webhooks',
    summary: 'Send a delivery again now',
    access: owner,
    idempotency,
    params: IdPath,
    replies: { 202: { description: 'The delivery that has begun', schema: Delivery } },
    problems: ['not-found', 'conflict'],
    async handle({ services, params, afterwards }) {
      const delivery = await services.deliveries.retry(params.id)
      afterwards(wakeSoon(services, delivery.webhook_id))
      return { status: 202, body: delivery, location: logOf(delivery) }
    },
  }),
]

const logOf = ({ webhook_id }: Delivery) => `/v1/webhooks/${webhook_id}/deliveries`

/** Should the queue be away, the cron finds what is due. */
const wakeSoon = ({ wake }: Services, webhookId: string) => wake([webhookId]).catch(() => undefined)

const services = oncePerIsolate(webhookServices)

/**
 * Lets deliveries begin, each webhook's in the background; an event is recorded first. A look is taken
 * at what is due, and after it at the house, where this Worker keeps one.
 */
export async function consumeWebhooks(
  batch: MessageBatch,
  env: object,
  ctx: ExecutionContext,
  keepHouse?: (env: object) => Promise<void>,
) {
  await Promise.all(
    batch.messages.map(async (message) => {
      const read = QueueMessage.safeParse(message.body)
      if (!read.success) {
        console.error('A message of the webhooks queue cannot be read.')
        return message.ack()
      }
      const work =
        'look' in read.data
          ? look(read.data, env, keepHouse)
          : 'relay' in read.data
            ? tellTools(read.data, env)
            : begin(read.data, env, ctx)
      await work.then(
        () => message.ack(),
        () => message.retry(),
      )
    }),
  )
}

async function look(
  { look: at }: Look,
  env: object,
  keepHouse?: (env: object) => Promise<void>,
): Promise<void> {
  const { rest, wakeDue, lookAtHouse, health } = services(env).services
  if (at === 'house') return await keepHouse?.(env)
  await rest.look(wakeDue).finally(health.tellTroubles)
  if (keepHouse) await lookAtHouse()
}

/** Tells the team's tools of a session's hand-offs, and comes again where that is wanted. */
async function tellTools({ relay: sessionId }: RelayMessage, env: object): Promise<void> {
  const { relays, health } = services(env).services
  const seconds = await relays?.now(sessionId).finally(health.tellTroubles)
  if (seconds !== undefined) await relays?.again(sessionId, seconds)
}

type Message = z.infer<typeof QueueMessage>
type Look = Extract<Message, { look: string }>

async function begin(
  message: Exclude<Message, Look | RelayMessage>,
  env: object,
  ctx: ExecutionContext,
) {
  const { deliver, record, wake, wakeIn, now, health } = services(env).services
  if (!('wake' in message)) {
    const recorded = await record(message)
    return await wake(recorded.map((row) => row.webhook_id))
  }
  const { wake: webhookId, not_before = 0 } = message
  if (not_before > now()) return await wakeIn(webhookId, (not_before - now()) / 1000)
  ctx.waitUntil(deliver(webhookId).catch(brokenOff).then(health.tellTroubles))
}

/** Its leases end, and the cron takes up what is left. */
function brokenOff(error: unknown) {
  console.error(`Deliveries broke off: ${error instanceof Error ? error.stack : String(error)}`)
}

/** Wakes what is due and has not been woken, which is what a lost message left behind. */
export async function deliverDue(env: object) {
  const { rest, wakeDue, health } = services(env).services
  await rest.orLook(wakeDue).finally(health.tellTroubles)
}

const app = createApp({ build: webhookServices, routes: [healthRoute, ...webhookRoutes] })

export default {
  fetch: app.fetch,
  queue: (batch, env, ctx) => consumeWebhooks(batch, env, ctx),
  scheduled: (_controller, env) => deliverDue(env),
} satisfies ExportedHandler<object>
