import { type ArchiveDeps, archiveIdle } from './archive.ts'
import type { Erasure } from './erasure.ts'
import { type SummaryDeps, writeSummaries } from './summary.ts'

const archiveMs = 60_000
const summariesMs = 60_000
const mostBatches = 50

export interface HousekeepingDeps {
  archive: ArchiveDeps
  summaries: SummaryDeps
  erasure: Erasure
  now: () => number
  /** Days after which a conversation's words are erased; 0 keeps them for good. */
  retentionDays: number
  /** Whether conversations are kept at all, beyond the log of questions. */
  keepMessages: boolean
}

/** What a cron does for conversations that are over: archives, erases what is old, and sums up. */
export async function keepHouse(deps: HousekeepingDeps): Promise<void> {
  const { erasure, now, retentionDays, keepMessages } = deps
  const steps: Record<string, () => Promise<unknown>> = {
    archive: () => archiveIdle(now() + archiveMs, deps.archive),
    'late erasure': () => inBatches(erasure.eraseAgain),
    retention: async () =>
      retentionDays > 0 && (await inBatches(() => erasure.eraseOld(retentionDays))),
    deliveries: async () => !keepMessages && (await inBatches(erasure.forgetDelivered)),
    summaries: async () =>
      keepMessages && (await writeSummaries(now() + summariesMs, deps.summaries)),
  }
  for (const [name, step] of Object.entries(steps)) {
    // Each step has work of its own, and the next run takes up what one leaves.
    await step().catch((error: unknown) =>
      console.error(`${name}: ${error instanceof Error ? error.stack : String(error)}`),
    )
  }
}

/** A batch is what one transaction may hold locks on; a run ends, the next one goes on. */
async function inBatches(batch: () => Promise<number>): Promise<void> {
  for (let done = 0; done < mostBatches; done += 1) if ((await batch()) === 0) return
}
