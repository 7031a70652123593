import * as z from 'zod/mini'
import { type Fragment, fragment, sql } from '../clients/neon.ts'
import { storable } from '../text/storable.ts'
import type { Event } from './events.ts'

const WebhookId = z.object({ webhook_id: z.string() })

/**
 * Makes a delivery of each event for each active webhook that subscribed to it; gives the webhooks
 * that have got new ones. An event recorded twice makes one delivery. Can be part of a transaction,
 * and then made to hang on what the statements before it did; a condition sees each event as `e`.
 */
export const recordEvents = (events: Event[], condition: Fragment = fragment`true`) => sql(
  WebhookId,
)`
  with made as (
    insert into webhook_deliveries (webhook_id, event_id, event_type, payload, next_attempt_at)
    select w.webhook_id, e.id, e.type,
      jsonb_build_object('type', e.type, 'timestamp', e.timestamp, 'data', e.data), now()
    from jsonb_to_recordset(${toJsonb(events)}::jsonb)
      as e(id text, type text, timestamp text, data jsonb)
    join webhooks w on w.active and e.type = any (w.events)
    where ${condition}
    -- In one order: two that record the same events at once do not wait for each other.
    order by w.webhook_id, e.id
    on conflict (webhook_id, event_id) do nothing
    returning webhook_id
  )
  select distinct webhook_id::text from made`

/** JSON that jsonb takes: it refuses NUL characters and halves of surrogate pairs. */
export const toJsonb = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? storable(part) : part))
