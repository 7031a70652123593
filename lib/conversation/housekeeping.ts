import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../clients/neon.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { createRequestBudget, type RequestBudget } from '../upstream/request-budget.ts'
import { type ArchiveDeps, archiveAt, archiveIdle } from './archive.ts'
import { type Erasure, eraseAgainAt } from './erasure.ts'
import { forgetSaid } from './escalation/forget-said.ts'
import { isSummaryWaiting, type SummaryDeps, writeSummaries } from './summary.ts'

const archiveMs = 60_000
const summariesMs = 60_000
const mostBatches = 50
/** A model that was away, and a step that failed, are tried again after so long. */
const againSeconds = 900
/** Requests of a batch. To erase again: Neon twice, Redis twice, Qdrant, which may ask once more. */
const requestsOf = { erasingAgain: 6, expired: 1, closing: 1, deliveries: 1, handOffs: 1 }

export interface HousekeepingDeps {
  archive: ArchiveDeps
  summaries: SummaryDeps
  erasure: Erasure
  redis: Pick<RedisDoor, 'sweep'>
  now: () => number
  /** Days after which words are erased, where the desk says nothing else; 0 keeps them for good. */
  retentionDays: number
  /** Whether conversations are kept at all, beyond the log of questions. */
  keepMessages: boolean
  /** Requests of one run; what does not fit is the next one's. */
  subrequestBudget: number
}

/**
 * What a cron does once conversations are over: archives, erases what is old, counts and sums up. Gives
 * the seconds until there is more to do; what is done by the day is left to the nightly look.
 */
export async function keepHouse(deps: HousekeepingDeps): Promise<number | undefined> {
  const { erasure, redis, now, retentionDays, keepMessages } = deps
  const budget = createRequestBudget(deps.subrequestBudget)
  const batches = (requests: number, batch: () => Promise<number>) =>
    inBatches(budget, requests, batch)
  const steps: Record<string, () => Promise<unknown>> = {
    archive: () => archiveIdle(now() + archiveMs, budget, deps.archive),
    'late erasure': () => batches(requestsOf.erasingAgain, erasure.eraseAgain),
    retention: async () => {
      if (!budget.take(1)) return
      const [desk] = await deps.archive.neon.run(retentionAtDesk)
      const days = desk?.days ?? retentionDays
      if (days > 0) await batches(erasure.requestsOfOld(days), () => erasure.eraseOld(days))
    },
    'expired state': () => batches(requestsOf.expired, redis.sweep),
    'closing days': () => batches(requestsOf.closing, () => closeDays(deps.archive.neon)),
    deliveries: async () =>
      !keepMessages && (await batches(requestsOf.deliveries, erasure.forgetDelivered)),
    'hand-offs': async () =>
      !keepMessages && (await batches(requestsOf.handOffs, () => forgetSaid(deps.archive.neon))),
    summaries: async () =>
      keepMessages && (await writeSummaries(now() + summariesMs, budget, deps.summaries)),
  }
  let hasFailed = false
  for (const [name, step] of Object.entries(steps)) {
    // Each step has work of its own, and the next run takes up what one leaves.
    await step().catch((error: unknown) => {
      hasFailed = true
      console.error(`${name}: ${error instanceof Error ? error.stack : String(error)}`)
    })
  }
  // Where the requests are spent, what is left is not known.
  if (hasFailed || !budget.take(1)) return againSeconds
  return await secondsUntilMore(deps)
}

const retentionAtDesk = sql(z.object({ days: z.nullable(z.int()) }))`
  select (values ->> 'retention_days')::int as days from desk_settings order by version desc limit 1`

const NextRow = z.object({ seconds: z.nullable(z.number()) })

async function secondsUntilMore({ archive: { neon }, keepMessages }: HousekeepingDeps) {
  const summaries = fragment`case when ${keepMessages}::boolean and ${isSummaryWaiting}
    then now() + make_interval(secs => ${againSeconds}::float8) end`
  const [next] = await neon.run(sql(NextRow)`
    select extract(epoch from least(${archiveAt}, ${eraseAgainAt}, ${summaries}) - now())::float8
      as seconds`)
  return next?.seconds ?? undefined
}

const Closed = z.object({ days: z.int() })

/** Keeps the figures of days to which nothing is added any more, so that dashboards need not count. */
async function closeDays(neon: Neon): Promise<number> {
  const [closed] = await neon.run(sql(Closed)`select close_days(1) as days`)
  return closed?.days ?? 0
}

/** A batch is what one transaction may hold locks on; a run ends, the next one goes on. */
async function inBatches(
  budget: RequestBudget,
  requests: number,
  batch: () => Promise<number>,
): Promise<void> {
  for (let done = 0; done < mostBatches && budget.take(requests); done += 1)
    if ((await batch()) === 0) return
}
