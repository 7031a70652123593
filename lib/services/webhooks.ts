import type { Look } from '../clients/cron-rest.ts'
import type { Settings } from '../env.ts'
import { deliver } from '../webhooks/deliver.ts'
import { createDeliveries } from '../webhooks/deliveries.ts'
import type { Event } from '../webhooks/events.ts'
import { createIdempotency } from '../webhooks/idempotency.ts'
import { recordOfSessions } from '../webhooks/publish.ts'
import { createRegistry } from '../webhooks/registry.ts'
import { createSigner } from '../webhooks/signature.ts'
import { wakeDue } from '../webhooks/wake-due.ts'
import { newId, now } from './doors.ts'
import { healthServices } from './health.ts'
import { relayServices } from './messengers/helpdesks.ts'
import { neonFor, publisherFor, restFor, wakerFor } from './upstreams.ts'

/** What the webhooks function needs. */
export function webhookServices(settings: Settings) {
  const neon = neonFor(settings)
  const waker = wakerFor(settings)
  const rest = restFor(settings, 'deliveries')
  const publish = publisherFor(settings)
  const relays = relayServices(settings)
  const signer = createSigner(settings.WEBHOOK_SECRET_KEY)
  const allowPrivate = settings.WEBHOOK_ALLOW_PRIVATE
  const ports = settings.WEBHOOK_PORTS
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
  const deliverNow = (webhookId: string, maxRequests = settings.SUBREQUEST_BUDGET) =>
    deliver(webhookId, {
      neon,
      waker,
      signer,
      allowPrivate,
      ports,
      now,
      fetch: (input, init) => fetch(input, init),
      timeoutMs: settings.WEBHOOK_TIMEOUT_MS,
      schedule: { retrySeconds: settings.WEBHOOK_RETRY_SECONDS, random: Math.random },
      maxPerRun: settings.WEBHOOK_DELIVERIES_PER_RUN,
      maxRequests,
      maxPerSecond: settings.WEBHOOK_DELIVERIES_PER_SECOND,
      pause,
      publish,
    })
  return {
    ...healthServices(settings),
    webhooks: createRegistry({ neon, signer, newId, allowPrivate, ports }),
    deliveries: createDeliveries({ neon, newId, now }),
    idempotency: createIdempotency({ neon, secretKey: settings.WEBHOOK_SECRET_KEY, pause }),
    wake: waker.wake,
    lookAtHouse: () => settings.WEBHOOKS_QUEUE.send({ look: 'house' } satisfies Look),
    wakeIn: waker.wakeIn,
    now,
    rest,
    deliver: deliverNow,
    record: async (event: Event) => await recordOfSessions([event], neon),
    relays,
    /** Wakes what is due of deliveries and of hand-offs; gives the seconds until there is more. */
    async wakeDue(): Promise<number | undefined> {
      const [next, due] = await Promise.all([
        wakeDue({
          neon,
          waker,
          deliver: deliverNow,
          subrequestBudget: settings.SUBREQUEST_BUDGET,
          logDays: settings.WEBHOOK_LOG_DAYS,
        }),
        relays?.due(),
      ])
      await Promise.all((due?.sessions ?? []).map((id) => relays?.again(id, 0)))
      const seconds = [next, due?.seconds].filter((one) => one !== undefined)
      return seconds.length > 0 ? Math.min(...seconds) : undefined
    },
  }
}
