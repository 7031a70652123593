import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../clients/neon.ts'
import { microseconds, rowAt } from '../clients/position.ts'
import { cutPage, Page, readCursor } from '../cursor.ts'
import { Problem } from '../problem.ts'
import { EventType } from './events.ts'

const Status = z.enum(['pending', 'delivered', 'failed', 'dead'])

/** A page of the log, all of it or the deliveries with one status. */
export const DeliveryQuery = z.strictObject({ ...Page.shape, status: z.optional(Status) })

/** One event on its way to one webhook: `failed` is tried again, `dead` is not. */
export const Delivery = z.object({
  delivery_id: z.uuid(),
  webhook_id: z.uuid(),
  event_id: z.string(),
  event_type: EventType,
  payload: z.record(z.string(), z.unknown()),
  status: Status,
  attempt: z.int(),
  next_attempt_at: z.optional(z.iso.datetime()),
  http_status: z.optional(z.int()),
  error_message: z.optional(z.string()),
  response_body: z.optional(z.string()),
  response_ms: z.optional(z.number()),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})

export type Delivery = z.infer<typeof Delivery>

export const DeliveryList = z.object({
  data: z.array(Delivery),
  next_cursor: z.optional(z.string()),
})

/** How many deliveries were given up. */
export const Cancelled = z.object({ cancelled: z.int() })

const DeliveryRow = z.object({
  ...Delivery.shape,
  next_attempt_at: z.nullable(z.date()),
  http_status: z.nullable(z.int()),
  error_message: z.nullable(z.string()),
  response_body: z.nullable(z.string()),
  response_ms: z.nullable(z.number()),
  created_at: z.date(),
  updated_at: z.date(),
  position: z.string(),
})

const columns = fragment`d.delivery_id::text, d.webhook_id::text, d.event_id, d.event_type, d.payload,
  d.status, d.attempt, d.next_attempt_at, d.http_status, d.error_message, d.response_body,
  d.response_ms, d.created_at, d.updated_at, ${microseconds(fragment`d.created_at`)}`

const RetriedRow = z.object({
  status: Status,
  active: z.boolean(),
  is_under_way: z.boolean(),
})

const WebhookId = z.object({ webhook_id: z.string() })

export type Deliveries = ReturnType<typeof createDeliveries>

/** The log of deliveries in Neon. */
export function createDeliveries(deps: { neon: Neon; newId: () => string; now: () => number }) {
  const { neon, newId, now } = deps
  return {
    /** A webhook's deliveries, newest first. */
    async list(
      webhookId: string,
      { cursor, limit, status }: z.infer<typeof DeliveryQuery>,
    ): Promise<z.infer<typeof DeliveryList>> {
      const after =
        cursor === undefined
          ? fragment``
          : fragment`and (d.created_at, d.delivery_id) < ${rowAt(readCursor(cursor, 'uuid'))}`
      const ofStatus = status === undefined ? fragment`` : fragment`and d.status = ${status}`
      const [webhooks, rows] = await neon.transaction(
        [
          sql(WebhookId)`select webhook_id::text from webhooks where webhook_id = ${webhookId}`,
          sql(DeliveryRow)`
            select ${columns} from webhook_deliveries d
            where d.webhook_id = ${webhookId} ${ofStatus} ${after}
            order by d.created_at desc, d.delivery_id desc limit ${limit + 1}::int`,
        ],
        { readOnly: true },
      )
      if (webhooks.length === 0) unknownWebhook(webhookId)
      const { page, ...rest } = cutPage(rows, limit, (row) => [row.position, row.delivery_id])
      return { data: page.map(toDelivery), ...rest }
    },

    /** Makes a delivery of `webhook.test` to this webhook, subscribed or not. */
    async test(webhookId: string): Promise<Delivery> {
      const payload = {
        type: 'webhook.test',
        timestamp: new Date(now()).toISOString(),
        data: { webhook_id: webhookId, message: 'This webhook works.' },
      }
      const [webhooks, rows] = await neon.transaction([
        sql(WebhookId)`select webhook_id::text from webhooks where webhook_id = ${webhookId}`,
        sql(DeliveryRow)`
          insert into webhook_deliveries as d
            (webhook_id, event_id, event_type, payload, next_attempt_at)
          select webhook_id, ${`evt_${newId()}`}, ${payload.type}, ${JSON.stringify(payload)}::jsonb,
            now()
          from webhooks where webhook_id = ${webhookId} and active
          returning ${columns}`,
      ])
      if (webhooks.length === 0) unknownWebhook(webhookId)
      if (rows[0]) return toDelivery(rows[0])
      throw new Problem('conflict', 'The webhook is not active; set active to true first.')
    },

    cancel: (webhookId: string) => cancelWaiting(webhookId, neon),

    /** Makes a delivery due now; a delivered one, or one under way, is a conflict. */
    async retry(id: string): Promise<Delivery> {
      const [rows, found] = await neon.transaction([
        sql(DeliveryRow)`
          update webhook_deliveries d
          set status = 'pending', next_attempt_at = now(), updated_at = now()
          from webhooks w
          where d.delivery_id = ${id} and w.webhook_id = d.webhook_id and w.active
            and d.status <> 'delivered' and coalesce(d.leased_until, now()) <= now()
          returning ${columns}`,
        sql(RetriedRow)`
          select d.status, w.active, coalesce(d.leased_until > now(), false) as is_under_way
          from webhook_deliveries d join webhooks w using (webhook_id) where d.delivery_id = ${id}`,
      ])
      if (rows[0]) return toDelivery(rows[0])
      throw found[0] ? conflictOf(found[0]) : unknownDelivery(id)
    },
  }
}

/** Gives up all that waits for a webhook; what is being sent at this moment is left alone. */
async function cancelWaiting(webhookId: string, neon: Neon): Promise<z.infer<typeof Cancelled>> {
  const [webhooks, rows] = await neon.transaction([
    sql(WebhookId)`select webhook_id::text from webhooks where webhook_id = ${webhookId}`,
    sql(Cancelled)`
      with ended as (
        update webhook_deliveries set status = 'dead', next_attempt_at = null,
          error_message = 'Cancelled', updated_at = now()
        where webhook_id = ${webhookId} and status in ('pending', 'failed')
          and coalesce(leased_until, now()) <= now()
        returning 1)
      select count(*)::int as cancelled from ended`,
  ])
  if (webhooks.length === 0) unknownWebhook(webhookId)
  return rows[0] ?? { cancelled: 0 }
}

function conflictOf({ status, active }: z.infer<typeof RetriedRow>): Problem {
  if (status === 'delivered') return new Problem('conflict', 'It has been delivered.')
  if (!active) return new Problem('conflict', 'Its webhook is not active.')
  return new Problem('conflict', 'It is being sent at this moment.')
}

function unknownWebhook(id: string): never {
  throw new Problem('not-found', `There is no webhook ${id}.`)
}

const unknownDelivery = (id: string) =>
  new Problem('not-found', `There is no webhook delivery ${id}.`)

function toDelivery(row: z.infer<typeof DeliveryRow>): Delivery {
  const { next_attempt_at, http_status, error_message, response_body, response_ms } = row
  return {
    delivery_id: row.delivery_id,
    webhook_id: row.webhook_id,
    event_id: row.event_id,
    event_type: row.event_type,
    payload: row.payload,
    status: row.status,
    attempt: row.attempt,
    ...(next_attempt_at && { next_attempt_at: next_attempt_at.toISOString() }),
    ...(http_status !== null && { http_status }),
    ...(error_message !== null && { error_message }),
    ...(response_body !== null && { response_body }),
    ...(response_ms !== null && { response_ms }),
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }
}
