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

/** A delivery with its three turns to Neon, and a notice. */
const leastRequests = 6

/** The cron's work: wakes every webhook that has something due, and forgets what is old. */
export async function wakeDue(deps: WakeDueDeps): Promise<void> {
  const { neon, waker, logDays } = deps
  const [, , , due] = await neon.transaction([
    endDeactivated(),
    forgetOldKeys(),
    forgetOldDeliveries(logDays),
    findDue(),
  ])
  const ids = due.map((row) => row.webhook_id)
  // With the queue away, one invocation for all is slower, and still delivers.
  await waker.wake(ids).catch(() => deliverHere(ids, deps))
}

/** As many webhooks as the requests are enough for; the others are the next cron's. */
async function deliverHere(ids: string[], { deliver, subrequestBudget }: WakeDueDeps) {
  const left = subrequestBudget - 1
  const now = ids.slice(0, Math.floor(left / leastRequests))
  const each = Math.floor(left / now.length)
  await Promise.all(now.map((id) => deliver(id, each)))
}

const forgetOldDeliveries = (days: number) => sql(NoRow)`
  delete from webhook_deliveries where delivery_id in (
    select delivery_id from webhook_deliveries
    where status in ('delivered', 'dead') and updated_at < now() - make_interval(days => ${days}::int)
    order by updated_at limit 1000)`
