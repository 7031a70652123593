import type { Random } from './random.ts'

/** A webhook and its deliveries as their tables hold them. */
export interface DemoWebhook {
  webhook_id: string
  url: string
  active: boolean
  failing_since?: string
  deactivated_reason?: string
  deliveries: DemoDelivery[]
}

export interface DemoDelivery {
  delivery_id: string
  event_id: string
  event_type: string
  status: 'delivered' | 'dead'
  attempt: number
  http_status?: number
  error_message?: string
  response_ms?: number
  created_at: string
}

const dayMs = 86_400_000

/** Three receivers: one is well, one fails, one was taken out of service. All are on this machine. */
export function demoWebhooks(nowMs: number, random: Random): DemoWebhook[] {
  const at = (daysAgo: number) => new Date(nowMs - daysAgo * dayMs).toISOString()
  const delivered = (count: number, sinceDays: number, untilDays: number, replyMs: number) =>
    Array.from({ length: count }, (): DemoDelivery => {
      const daysAgo = untilDays + random.next() * (sinceDays - untilDays)
      const response_ms = random.around(replyMs, 0.4)
      return { ...event(at(daysAgo), random), status: 'delivered', attempt: 1, response_ms }
    })
  const dead = (count: number, sinceDays: number, http_status: number, error_message: string) =>
    Array.from(
      { length: count },
      (): DemoDelivery => ({
        ...event(at(random.next() * sinceDays), random),
        status: 'dead',
        attempt: 10,
        http_status,
        error_message,
      }),
    )
  const webhook = (path: string) => ({ webhook_id: random.id(), url: `http://127.0.0.1:9/${path}` })
  return [
    { ...webhook('help-desk'), active: true, deliveries: delivered(320, 29, 0, 85) },
    {
      ...webhook('analytics'),
      active: true,
      failing_since: at(2.4),
      deliveries: [...delivered(140, 29, 3, 240), ...dead(6, 2, 502, 'The receiver answered 502')],
    },
    {
      ...webhook('old-chat-room'),
      active: false,
      deactivated_reason: 'The receiver answered 410 Gone',
      deliveries: [...delivered(35, 29, 20, 130), ...dead(1, 20, 410, 'The receiver answered 410')],
    },
  ]
}

const types = ['session.resolved', 'chat.escalated', 'feedback.received', 'ingestion.completed']

function event(created_at: string, random: Random) {
  const event_type = random.popular(types)
  return { delivery_id: random.id(), event_id: `evt_${random.id()}`, event_type, created_at }
}
