import * as z from 'zod/mini'
import { type Neon, NoRow, sql } from '../clients/neon.ts'
import { endDeactivated, findDue } from './claim.ts'
import { forgetOldKeys } from './idempotency.ts'
import type { Waker } from './wake.ts'

export interface WakeDueDeps {
  neon: Neon
  waker: Waker
  /** Makes a webhook's deliveries in this very invocation. */
  deliver: (webhookId: string, maxRequests: number) => Promise<void>
  /** Requests that this invocation may make. */
  subrequestBudget: number
  /** Days after which the log forgets what has ended. */
  logDays: number
}

/** A delivery with its three turns to Neon, and two notices. */
const leastRequests = 8

const NextRow = z.object({ seconds: z.nullable(z.number()) })

/**
 * The cron's work: wakes every webhook that has something due, and forgets what is old. Gives the
 * seconds until something else is due, if anything waits.
 */
export async function wakeDue(deps: WakeDueDeps): Promise<number | undefined> {
  const { neon, waker, logDays } = deps
  const [, , , due, [next]] = await neon.transaction([
    endDeactivated(),
    forgetOldKeys(),
    forgetOldDeliveries(logDays),
    findDue(),
    secondsUntilNext,
  ])
  const ids = due.map((row) => row.webhook_id)
  // With the queue away, one invocation for all is slower, and still delivers.
  await waker.wake(ids).catch(() => deliverHere(ids, deps))
  return next?.seconds ?? undefined
}

const secondsUntilNext = sql(NextRow)`
  select extract(epoch from min(d.next_attempt_at) - now())::float8 as seconds
  from webhook_deliveries d join webhooks w using (webhook_id)
  where w.active and d.status in ('pending', 'failed')`

/** As many webhooks as the requests are enough for; the others are the next cron's. */
async function deliverHere(ids: string[], { deliver, subrequestBudget }: WakeDueDeps) {
  const left = subrequestBudget - 2
  const now = ids.slice(0, Math.floor(left / leastRequests))
  const each = Math.floor(left / now.length)
  await Promise.all(now.map((id) => deliver(id, each)))
}

const forgetOldDeliveries = (days: number) => sql(NoRow)`
  delete from webhook_deliveries where delivery_id in (
    select delivery_id from webhook_deliveries
    where status in ('delivered', 'dead') and updated_at < now() - make_interval(days => ${days}::int)
    order by updated_at limit 1000 for update skip locked)`
