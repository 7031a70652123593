import * as z from 'zod/mini'
import { fragment, NoRow, sql } from '../clients/neon.ts'
import { toJsonb } from './record.ts'
import type { Attempted, Verdict } from './verdict.ts'

const mostDaysFailing = '5 days'

/** A delivery to make now, with what it takes to sign it. */
const ClaimedRow = z.object({
  delivery_id: z.string(),
  webhook_id: z.string(),
  event_id: z.string(),
  event_type: z.string(),
  attempt: z.int(),
  payload: z.object({ type: z.string(), timestamp: z.string(), data: z.unknown() }),
  url: z.string(),
  secret_hash: z.string(),
  secret_version: z.int(),
  is_rotating: z.boolean(),
})

export type Claimed = z.infer<typeof ClaimedRow>

const NextRow = z.object({ seconds: z.nullable(z.number()) })
const WebhookId = z.object({ webhook_id: z.string() })
const StandingRow = z.object({
  is_active: z.boolean(),
  url: z.string(),
  reason: z.nullable(z.string()),
})

/** Lets one run at a time count a webhook's free slots and take them. */
export const lockWebhook = (webhookId: string) => sql(NoRow)`
  select from webhooks where webhook_id = ${webhookId} for no key update`

/**
 * Takes what a webhook has due, up to its free slots, and leases it: until the lease ends nobody
 * else takes it; then, its Worker killed, it is due again.
 */
export const claimDue = (webhookId: string, slots: number, leaseSeconds: number) => sql(ClaimedRow)`
  with due as (
    select delivery_id from webhook_deliveries
    where webhook_id = ${webhookId} and status in ('pending', 'failed') and next_attempt_at <= now()
    order by next_attempt_at
    limit (select greatest(0, ${slots}::int - count(*)) from webhook_deliveries
      where webhook_id = ${webhookId} and leased_until > now())
    for update skip locked
  )
  update webhook_deliveries d
  set attempt = d.attempt + 1, updated_at = now(),
    leased_until = now() + make_interval(secs => ${leaseSeconds}::float8),
    next_attempt_at = now() + make_interval(secs => ${leaseSeconds}::float8)
  from due, webhooks w
  where d.delivery_id = due.delivery_id and w.webhook_id = d.webhook_id and w.active
  returning d.delivery_id::text, d.webhook_id::text, d.event_id, d.event_type, d.attempt, d.payload, w.url,
    w.secret_hash, w.secret_version, coalesce(w.previous_secret_until > now(), false) as is_rotating`

/** Seconds until a webhook has something due; null when nothing waits. */
export const secondsUntilDue = (webhookId: string) => sql(NextRow)`
  select extract(epoch from min(next_attempt_at) - now())::float8 as seconds
  from webhook_deliveries where webhook_id = ${webhookId} and status in ('pending', 'failed')`

/** What came of a claimed delivery. */
export type Settled = Pick<Claimed, 'delivery_id' | 'attempt'> &
  Omit<Attempted, 'isFinal' | 'retryAfter'> &
  Verdict

// What was erased while it was sent: its receiver may have said the words back.
const isErased = fragment`d.payload -> 'data' ? 'is_erased'`
// Erasing a session ends its deliveries, also one that is under way.
const isEnded = fragment`d.status = 'dead' and r.status = 'failed'`

/**
 * Writes a webhook's outcomes down. A later attempt's outcome stands, but whatever was delivered is
 * delivered; and a webhook that takes deliveries is not failing.
 */
export const settle = (webhookId: string, outcomes: Settled[], isTaking: boolean) => sql(NoRow)`
  with recovered as (
    update webhooks set failing_since = null
    where ${isTaking} and webhook_id = ${webhookId} and failing_since is not null
  )
  update webhook_deliveries d
  set status = case when ${isEnded} then 'dead' else r.status end, http_status = r.http_status,
    error_message = r.error_message,
    response_body = case when not ${isErased} then r.response_body end,
    response_ms = r.response_ms, leased_until = null, updated_at = now(),
    next_attempt_at = case when not (${isEnded})
      then now() + make_interval(secs => r.delay_seconds) end
  from jsonb_to_recordset(${toJsonb(outcomes)}::jsonb) as r(delivery_id uuid, attempt int, status text,
    http_status int, error_message text, response_body text, response_ms real, delay_seconds float8)
  where d.delivery_id = r.delivery_id and d.status <> 'delivered'
    and (d.attempt = r.attempt or r.status = 'delivered')`

/** Counts from the first failure; deactivates after five days of them, and at once who is gone. */
export const noteFailure = (webhookId: string, isGone: boolean) => sql(StandingRow)`
  with before as (
    select webhook_id, failing_since < now() - ${mostDaysFailing}::interval as is_hopeless
    from webhooks where webhook_id = ${webhookId} and active for update
  )
  update webhooks w
  set failing_since = coalesce(failing_since, now()),
    active = not (${isGone} or coalesce(is_hopeless, false)),
    deactivated_reason = case when ${isGone} then 'The receiver answered 410 Gone'
      when is_hopeless then 'Five days of nothing but failures' end
  from before where w.webhook_id = before.webhook_id
  returning w.active as is_active, w.url, w.deactivated_reason as reason`

/** Ends what waits for a webhook that we deactivated; what another ends at this moment is left to it. */
export const endDeactivated = () => sql(NoRow)`
  update webhook_deliveries d
  set status = 'dead', next_attempt_at = null, updated_at = now(),
    error_message = coalesce(d.error_message, 'The webhook was deactivated')
  where delivery_id in (
    select d.delivery_id from webhook_deliveries d join webhooks w using (webhook_id)
    where not w.active and w.deactivated_reason is not null
      and d.status in ('pending', 'failed') and coalesce(d.leased_until, now()) <= now()
    for update of d skip locked)`

/** The webhooks that have something due. */
export const findDue = () => sql(WebhookId)`
  select w.webhook_id::text from webhooks w where w.active and exists (
    select from webhook_deliveries d where d.webhook_id = w.webhook_id
      and d.status in ('pending', 'failed') and d.next_attempt_at <= now())`
