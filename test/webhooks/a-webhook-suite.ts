import { onTestFinished } from 'vitest'
import type * as z from 'zod/mini'
import { createNeon } from '../../lib/clients/neon.ts'
import { Delivery, DeliveryList } from '../../lib/webhooks/deliveries.ts'
import { CreatedWebhook } from '../../lib/webhooks/registry.ts'
import { adminHeaders, type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { patient } from '../support/machine-pace.ts'
import { aReceiver } from './a-receiver.ts'
import { until } from './until.ts'

/** How long a receiver of these tests may take to answer. */
export const receiverTimeoutMs = patient(2000)

/** The webhooks function in workerd, with receivers on this machine let through. */
export async function startWebhookSuite(settings: Record<string, string> = {}) {
  const local = await startLocalSuite({
    name: 'webhooks',
    isIngested: false,
    settings: {
      WEBHOOK_ALLOW_PRIVATE: 'true',
      WEBHOOK_TIMEOUT_MS: `${receiverTimeoutMs}`,
      ...settings,
    },
  })
  return { ...local, neon: neonOf(local), ...routes(local) }
}

export type WebhookSuite = Awaited<ReturnType<typeof startWebhookSuite>>

const neonOf = ({ cloud }: LocalSuite) =>
  createNeon({
    url: cloud.settings.DATABASE_URL ?? '',
    httpUrl: cloud.settings.NEON_HTTP_URL,
    timeoutMs: patient(20_000),
  })

function routes({ request, suite }: LocalSuite) {
  const send = (method: string, path: string, body?: unknown, headers = {}) =>
    request(path, {
      method,
      headers: { ...adminHeaders, ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  async function register(wanted: { url: string; events?: string[] }) {
    const response = await send('POST', '/v1/webhooks', { events: ['session.created'], ...wanted })
    if (response.status !== 201) throw new Error(await response.text())
    return CreatedWebhook.parse(await response.json())
  }

  async function deliveries(webhookId: string, query = ''): Promise<Delivery[]> {
    const response = await send('GET', `/v1/webhooks/${webhookId}/deliveries?limit=100${query}`)
    return DeliveryList.parse(await response.json()).data
  }

  return {
    send,
    register,
    deliveries,

    /** A receiver with a webhook that goes to it; both gone after the test. */
    async aWebhook(answer?: Parameters<typeof aReceiver>[0], events = ['session.created']) {
      const receiver = await aReceiver(answer)
      const webhook = await register({ url: receiver.url, events })
      onTestFinished(async () => {
        await send('DELETE', `/v1/webhooks/${webhook.webhook_id}`)
        await receiver.close()
      })
      return { receiver, webhook }
    },

    async test(webhookId: string): Promise<Delivery> {
      return Delivery.parse(await (await send('POST', `/v1/webhooks/${webhookId}/test`)).json())
    },

    publish: (event: { id: string; data?: Record<string, unknown> }) =>
      suite.send('WEBHOOKS_QUEUE', {
        type: 'session.created',
        timestamp: new Date().toISOString(),
        data: {},
        ...event,
      }),

    /** The delivery of this event once it stands so. */
    deliveryThat: (
      webhookId: string,
      isSo: (delivery: Delivery) => boolean,
    ): Promise<z.infer<typeof Delivery>> =>
      until(async () => (await deliveries(webhookId)).find(isSo)),
  }
}
