import type { Neon } from '../clients/neon.ts'
import { type AttemptDeps, attempt } from './attempt.ts'
import {
  type Claimed,
  claimDue,
  endDeactivated,
  noteFailure,
  noteSuccess,
  type Settled,
  secondsUntilDue,
  settle,
} from './claim.ts'
import { isGone, judge, type Schedule } from './verdict.ts'
import type { Waker } from './wake.ts'

/** A Worker may have six requests open at once; one is for Neon. */
const slots = 5
/** Background work of a Worker ends 30 s after its event: this, and one last round. */
const runMs = 10_000
/** A retry further off than this is left to the cron. */
const soonSeconds = 120

export interface DeliverDeps extends AttemptDeps {
  neon: Neon
  waker: Waker
  schedule: Schedule
  /** Deliveries of one run, each a subrequest of the Worker. */
  maxPerRun: number
  /** Told of a webhook that was deactivated. */
  deactivated: (webhookId: string) => Promise<void>
}

/**
 * Makes the deliveries that one webhook has due, a few at a time, until none is left or the run's
 * budget is spent; then the queue wakes the next run. A run that dies loses nothing: its leases end.
 */
export async function deliver(webhookId: string, deps: DeliverDeps): Promise<void> {
  const until = deps.now() + runMs
  let made = 0
  let outcomes: Settled[] = []
  for (;;) {
    const isSpent = made >= deps.maxPerRun || deps.now() >= until
    const { claimed, nextSeconds } = await turn(webhookId, outcomes, isSpent ? 0 : slots, deps)
    if (claimed.length === 0) {
      if (made > 0) await wakeNext(webhookId, nextSeconds, deps)
      return
    }
    outcomes = await Promise.all(claimed.map((delivery) => tryOnce(delivery, deps)))
    made += outcomes.length
  }
}

async function tryOnce(delivery: Claimed, deps: DeliverDeps): Promise<Settled> {
  const { isFinal = false, ...attempted } = await attempt(delivery, deps)
  const verdict = judge(delivery.attempt, { ...attempted, isFinal }, deps.schedule)
  const { delivery_id, attempt: number } = delivery
  return { delivery_id, attempt: number, ...attempted, ...verdict }
}

/** One transaction: the last round's outcomes, and the next round's deliveries. */
async function turn(webhookId: string, outcomes: Settled[], free: number, deps: DeliverDeps) {
  const { neon } = deps
  const next = [
    claimDue(webhookId, free, (2 * deps.timeoutMs) / 1000),
    secondsUntilDue(webhookId),
  ] as const
  if (outcomes.length === 0) return toTurn(...(await neon.transaction(next)))
  const gone = outcomes.some(isGone)
  if (!gone && outcomes.some(({ status }) => status === 'delivered')) {
    const [, , ...rest] = await neon.transaction([
      settle(outcomes),
      noteSuccess(webhookId),
      ...next,
    ])
    return toTurn(...rest)
  }
  const [, standing, , ...rest] = await neon.transaction([
    settle(outcomes),
    noteFailure(webhookId, gone),
    endDeactivated(),
    ...next,
  ])
  if (standing.some((row) => !row.is_active)) await deps.deactivated(webhookId)
  return toTurn(...rest)
}

const toTurn = (claimed: Claimed[], next: { seconds: number | null }[]) => ({
  claimed,
  nextSeconds: next[0]?.seconds ?? null,
})

async function wakeNext(webhookId: string, seconds: number | null, { waker }: DeliverDeps) {
  if (seconds === null || seconds > soonSeconds) return
  // Should the queue be away, the cron finds what is due.
  await waker.wakeIn(webhookId, Math.max(0, seconds)).catch(() => undefined)
}
