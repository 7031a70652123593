import * as z from 'zod/mini'

/** Every event Marginalia tells of. */
export const EventType = z.enum([
  'chat.response.generated',
  'chat.escalated',
  'session.created',
  'session.resolved',
  'session.abandoned',
  'feedback.received',
  'knowledge.document.indexed',
  'ingestion.completed',
  'ingestion.failed',
  'error.occurred',
  'webhook.test',
])

/** An event on its way to whoever subscribed; the same id whenever it is sent again. */
export const Event = z.object({
  id: z.string(),
  type: EventType,
  timestamp: z.iso.datetime(),
  data: z.record(z.string(), z.unknown()),
})

export type Event = z.infer<typeof Event>
export type Publish = ReturnType<typeof createPublisher>

/** Puts events on the webhooks queue. */
export function createPublisher(deps: { queue: Queue; newId: () => string; now: () => number }) {
  return async (...events: { type: Event['type']; data: Event['data']; id?: string }[]) => {
    const messages = events.map(
      ({ type, data, id }): Event => ({
        id: id ?? `evt_${deps.newId()}`,
        type,
        timestamp: new Date(deps.now()).toISOString(),
        data,
      }),
    )
    await deps.queue.sendBatch(messages.map((body) => ({ body })))
  }
}
