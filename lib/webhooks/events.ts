import * as z from 'zod/mini'

/** Every event that Marginalia sends. */
export const EventType = z.enum([
  'chat.response.generated',
  'chat.escalated',
  'escalation.taken',
  'escalation.message',
  'escalation.closed',
  'session.created',
  'session.resolved',
  'session.abandoned',
  'feedback.received',
  'knowledge.document.indexed',
  'ingestion.completed',
  'ingestion.failed',
  'gap.opened',
  'gap.closed',
  'answer.regressed',
  'budget.reached',
  'error.occurred',
  'webhook.exhausted',
  'webhook.disabled',
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
