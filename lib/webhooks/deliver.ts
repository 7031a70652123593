import type { Neon } from '../clients/neon.ts'
import { type AttemptDeps, attempt } from './attempt.ts'
import {
  type Claimed,
  claimDue,
  endDeactivated,
  lockWebhook,
  noteFailure,
  type Settled,
  secondsUntilDue,
  settle,
} from './claim.ts'
import type { Publish } from './publish.ts'
import { isGone, judge, type Schedule } from './verdict.ts'
import type { Waker } from './wake.ts'

/** A Worker may have six requests open at once; one is for Neon. */
const slots = 5
/** Background work of a Worker ends 30 s after its event: this, and one last round. */
const runMs = 10_000
/** To tell of something: the event, and the end of the cron's rest. */
const noticeRequests = 2
/** After a last round: its outcomes, two notices of what they meant, and what is due next. */
const closingRequests = 2 + 2 * noticeRequests
/** What is further off than this was told to the queue by the run that failed. */
const soonSeconds = 120

export interface DeliverDeps extends AttemptDeps {
  neon: Neon
  waker: Waker
  schedule: Schedule
  /** Deliveries of one run. */
  maxPerRun: number
  /** Requests of one run: each delivery, each turn's to Neon, and what is told of it. */
  maxRequests: number
  /** The most deliveries that one receiver gets in a second. */
  maxPerSecond: number
  pause: (ms: number) => Promise<void>
  publish: Publish
}

/**
 * Makes the deliveries that one webhook has due, a few at a time, until none is left or the run's
 * time, number or requests are spent; then the queue wakes the next run. A run that dies loses
 * nothing: its leases end.
 */
export async function deliver(webhookId: string, deps: DeliverDeps): Promise<void> {
  const until = deps.now() + runMs
  let made = 0
  let requests = 0
  let outcomes: Settled[] = []
  let hasFailed = false
  for (;;) {
    const free = Math.min(
      slots,
      deps.maxPerRun - made,
      deps.maxRequests - requests - 1 - closingRequests,
    )
    const isSpent = free <= 0 || deps.now() >= until
    const claimed = await turn(webhookId, outcomes, isSpent ? 0 : free, deps)
    requests += 1 + claimed.length
    if (claimed.length === 0) break
    // A slot is free again only after its share of the second: so all runs together keep the rate.
    const [tried] = await Promise.all([
      Promise.all(claimed.map((delivery) => tryOnce(delivery, deps))),
      deps.pause((1000 * claimed.length) / deps.maxPerSecond),
    ])
    outcomes = tried
    made += outcomes.length
    hasFailed ||= outcomes.some(({ status }) => status === 'failed')
    requests += await tellExhausted(webhookId, claimed, outcomes, deps)
  }
  if (made > 0) await wakeNext(webhookId, hasFailed, deps)
}

async function tryOnce(delivery: Claimed, deps: DeliverDeps): Promise<Settled> {
  const { isFinal = false, retryAfter = 0, ...attempted } = await attempt(delivery, deps)
  const verdict = judge(delivery.attempt, { ...attempted, isFinal, retryAfter }, deps.schedule)
  const { delivery_id, attempt: number } = delivery
  return { delivery_id, attempt: number, ...attempted, ...verdict }
}

/** One request: the last round's outcomes are written down, the next round's deliveries taken. */
async function turn(
  webhookId: string,
  outcomes: Settled[],
  free: number,
  deps: DeliverDeps,
): Promise<Claimed[]> {
  const { neon } = deps
  const lock = lockWebhook(webhookId)
  const claim = claimDue(webhookId, free, (2 * deps.timeoutMs) / 1000)
  if (outcomes.length === 0) return (await neon.transaction([lock, claim]))[1]
  const gone = outcomes.some(isGone)
  const isTaking = !gone && outcomes.some(({ status }) => status === 'delivered')
  const settled = settle(webhookId, outcomes, isTaking)
  if (isTaking) return (await neon.transaction([lock, settled, claim]))[2]
  const noted = noteFailure(webhookId, gone)
  const [, , webhooks, , claimed] = await neon.transaction([
    lock,
    settled,
    noted,
    endDeactivated(),
    claim,
  ])
  for (const { url, reason } of webhooks.filter((row) => !row.is_active)) {
    const data = { webhook_id: webhookId, url, reason: reason ?? '' }
    await deps.publish({ type: 'webhook.disabled', data })
  }
  return claimed
}

/**
 * Tells of deliveries that are given up; of an event about webhooks nothing more is told. Says how
 * many requests that took.
 */
async function tellExhausted(
  webhookId: string,
  claimed: Claimed[],
  outcomes: Settled[],
  { publish }: DeliverDeps,
): Promise<number> {
  const events = outcomes.flatMap((outcome, at) => {
    const delivery = claimed[at]
    if (outcome.status !== 'dead' || isGone(outcome) || !delivery) return []
    const { delivery_id, event_id, event_type, attempt } = delivery
    if (event_type.startsWith('webhook.')) return []
    const { http_status, error_message } = outcome
    const data = {
      webhook_id: webhookId,
      ...{ delivery_id, event_id, event_type, attempts: attempt },
      ...(http_status !== undefined && { http_status }),
      ...(error_message !== undefined && { error_message }),
    }
    return { type: 'webhook.exhausted' as const, data, id: `evt_exhausted_${delivery_id}` }
  })
  if (events.length === 0) return 0
  await publish(...events)
  return noticeRequests
}

/** Should the queue be away, the cron finds what is due. */
async function wakeNext(
  webhookId: string,
  hasFailed: boolean,
  { neon, waker }: DeliverDeps,
): Promise<void> {
  const [next] = await neon.run(secondsUntilDue(webhookId))
  const seconds = next?.seconds ?? undefined
  if (seconds === undefined || (seconds > soonSeconds && !hasFailed)) return
  await waker.wakeIn(webhookId, Math.max(0, seconds)).catch(() => undefined)
}
