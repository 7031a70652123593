import type { Neon } from '../clients/neon.ts'
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
 * themselves go on the queue, whose consumer records them.
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
    const recorded = await neon.run(recordEvents(made)).catch(() => undefined)
    if (!recorded) {
      await Promise.all(made.map((event) => queue.send(event)))
      return
    }
    // Recorded, an event is safe: what no wake reaches, the cron finds.
    await waker.wake(recorded.map((row) => row.webhook_id)).catch(() => undefined)
  }
}
