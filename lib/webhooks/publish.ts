import { lockSessions } from '../clients/lock-session.ts'
import { fragment, type Neon } from '../clients/neon.ts'
import type { Event } from './events.ts'
import { recordEvents } from './record.ts'
import type { MessageQueue, Waker } from './wake.ts'

export type Publish = ReturnType<typeof createPublisher>

export interface PublisherDeps {
  neon: Neon
  queue: MessageQueue
  waker: Waker
  newId: () => string
  now: () => number
}

/**
 * Records events for whoever subscribed, then wakes their delivery. While Neon is away the events
 * themselves go on the queue, whose consumer records them. For an event that tells of nothing that is
 * written at the same moment; one that does is recorded by its own transaction (`recordEvents`), so that
 * there is never the one without the other, and woken after it.
 */
export function createPublisher({ neon, queue, waker, newId, now }: PublisherDeps) {
  return async (...events: { type: Event['type']; data: Event['data']; id?: string }[]) => {
    const made = events.map(
      ({ type, data, id }): Event => ({
        id: id ?? `evt_${newId()}`,
        type,
        timestamp: new Date(now()).toISOString(),
        data,
      }),
    )
    const recorded = await recordOfSessions(made, neon).catch(() => undefined)
    if (!recorded) {
      await Promise.all(made.map((event) => queue.send(event)))
      return
    }
    // Recorded, an event is safe: what no wake reaches, the cron finds.
    await waker.wake(recorded.map((row) => row.webhook_id)).catch(() => undefined)
  }
}

/** Of an event's session: it is there still, or the event has none. For `recordEvents`. */
export const ofKnownSessions = fragment`(e.data ->> 'session_id' is null
  or exists (select from sessions where id::text = e.data ->> 'session_id'))`

/** Records events, except those of a session that was erased or is being erased. */
export async function recordOfSessions(events: Event[], neon: Neon) {
  const sessions = events.flatMap(({ data: { session_id: id } }) =>
    typeof id === 'string' ? [id] : [],
  )
  const [, recorded] = await neon.transaction([
    lockSessions(sessions),
    recordEvents(events, ofKnownSessions),
  ])
  return recorded
}
