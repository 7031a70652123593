import { type Neon, NoRow, sql } from '../clients/neon.ts'
import { endDeactivated, findDue } from './claim.ts'
import { forgetOldKeys } from './idempotency.ts'
import type { Waker } from './wake.ts'

export interface WakeDueDeps {
  neon: Neon
  waker: Waker
  /** Makes a webhook's deliveries in this very invocation. */
  deliver: (webhookId: string) => Promise<void>
  /** Days after which the log forgets what has ended. */
  logDays: number
}

/** The cron's work: wakes every webhook that has something due, and forgets what is old. */
export async function wakeDue({ neon, waker, deliver, logDays }: WakeDueDeps): Promise<void> {
  const [, , , due] = await neon.transaction([
    endDeactivated(),
    forgetOldKeys(),
    forgetOldDeliveries(logDays),
    findDue(),
  ])
  const ids = due.map((row) => row.webhook_id)
  // With the queue away, one invocation for all is slower, and still delivers.
  await waker.wake(ids).catch(() => Promise.all(ids.map(deliver)))
}

const forgetOldDeliveries = (days: number) => sql(NoRow)`
  delete from webhook_deliveries where delivery_id in (
    select delivery_id from webhook_deliveries
    where status in ('delivered', 'dead') and updated_at < now() - make_interval(days => ${days}::int)
    order by updated_at limit 1000)`
