import type { Troubles } from '../../../lib/admin/troubles.ts'
import { element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { count, moment } from '../parts/format.ts'
import { table } from '../parts/table.ts'

const title = 'Services'

const names: Record<Troubles['data'][number]['service'], string> = {
  neon: 'Neon',
  qdrant: 'Qdrant',
  redis: 'Upstash Redis',
  embedding: 'Embedding model',
  model: 'Chat model',
  reranker: 'Reranking model',
  checker: 'Model that checks claims',
  github: 'GitHub',
  telegram: 'Telegram',
  slack: 'Slack',
  discord: 'Discord',
  chatwoot: 'Chatwoot',
  collector: 'Collector of traces',
  turnstile: 'Cloudflare Turnstile',
  assets: 'The Worker’s own texts',
}

/** What went wrong with the services, by its cause, and what to do. */
export function troubles({ data }: Troubles): HTMLElement {
  if (data.length === 0) return card(title, emptyState('No service has failed in these days.'))
  return card(
    title,
    table(
      'What services failed with, the latest first',
      [
        { title: 'Service', cell: ({ service }) => names[service] },
        { title: 'Last seen', kind: 'moment', cell: ({ last_at }) => moment(last_at) },
        { title: 'Times', kind: 'figure', cell: ({ times }) => count(times) },
        { title: 'What it said', cell: said },
        { title: 'What to do', cell: ({ what_to_do }) => what_to_do },
      ],
      data,
    ),
  )
}

function said({ status, message, cause }: Troubles['data'][number]): HTMLElement {
  const text = message || cause.replaceAll('-', ' ')
  return element('span', {}, status ? `${status}: ` : '', element('bdi', {}, text))
}
