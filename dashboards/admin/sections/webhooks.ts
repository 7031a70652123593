import type { Overview } from '../../../lib/admin/figures.ts'
import type { Delivery } from '../../../lib/webhooks/deliveries.ts'
import { Refusal } from '../parts/client.ts'
import { element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { enable } from '../parts/form.ts'
import { count, counted, duration, moment } from '../parts/format.ts'
import { table } from '../parts/table.ts'
import { onDemand } from './on-demand.ts'
import type { Surroundings } from './surroundings.ts'

type WebhookHealth = Overview['webhooks'][number]

const listedDeliveries = 20

/** How the webhooks fare, the worst first, and their dead deliveries to be sent once more. */
export function webhooks({ webhooks: all }: Overview, around: Surroundings): HTMLElement {
  if (all.length === 0) {
    return card(
      'Webhooks',
      emptyState('No webhook is registered. POST /v1/webhooks registers one.'),
    )
  }
  return card(
    'Webhooks',
    table(
      'Receivers, the worst first',
      [
        { title: 'Receiver', cell: ({ url }) => element('bdi', {}, url) },
        { title: 'State', cell: state },
        { title: 'Delivered', kind: 'figure', cell: ({ delivered }) => count(delivered) },
        { title: 'Waiting', kind: 'figure', cell: ({ waiting }) => count(waiting) },
        { title: 'Usual reply', kind: 'figure', cell: reply },
        { title: 'Dead', cell: (webhook) => dead(webhook, around) },
      ],
      all,
    ),
  )
}

function state({ active, failing_since }: WebhookHealth): HTMLElement {
  if (!active) return element('span', { class: 'badge bad' }, 'off')
  if (!failing_since) return element('span', { class: 'badge good' }, 'active')
  const text = `failing since ${moment(failing_since)}`
  return element('span', { class: 'badge warning' }, text)
}

const reply = ({ average_response_ms: ms }: WebhookHealth) =>
  ms === undefined ? '–' : duration(ms)

function dead({ webhook_id, dead }: WebhookHealth, around: Surroundings): HTMLElement | string {
  if (dead === 0) return '0'
  return onDemand(counted(dead, 'delivery', 'deliveries'), async () => {
    const { data } = await around.client.get<{ data: Delivery[] }>(
      `/v1/webhooks/${webhook_id}/deliveries?status=dead&limit=${listedDeliveries}`,
      around.signal,
    )
    return element('ul', {}, ...data.map((delivery) => deliveryEntry(delivery, around)))
  })
}

function deliveryEntry(delivery: Delivery, around: Surroundings): HTMLElement {
  const { event_type, created_at, attempt, http_status, error_message } = delivery
  const reason = error_message ?? (http_status ? `HTTP ${http_status}` : 'no reason given')
  const name = `${event_type} of ${moment(created_at)}`
  const retry = element(
    'button',
    {
      type: 'button',
      hidden: !around.mayChange,
      'aria-label': `Send once more: ${name}`,
      onclick: () => void sendAgain(retry, delivery, around),
    },
    'Send once more',
  )
  const text = `${name}, ${counted(attempt, 'attempt')}: `
  return element('li', {}, text, element('bdi', {}, reason), ' ', retry)
}

async function sendAgain(
  button: HTMLButtonElement,
  { delivery_id, event_type }: Delivery,
  { client, tell }: Surroundings,
) {
  button.disabled = true
  try {
    await client.post(`/v1/webhook-deliveries/${delivery_id}/retry`)
    tell(`${event_type} is on its way once more.`)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    enable(button)
    tell(`It could not be sent. ${error.message}`)
  }
}
