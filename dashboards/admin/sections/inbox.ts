import type { Inbox, InboxLine } from '../../../lib/conversation/escalation/inbox.ts'
import { channelName } from '../parts/channel.ts'
import { downloads } from '../parts/download.ts'
import { element } from '../parts/element.ts'
import { card, emptyState } from '../parts/figure.ts'
import { moment } from '../parts/format.ts'
import { addressOf, type Place } from '../parts/place.ts'
import { table } from '../parts/table.ts'
import type { Surroundings } from './surroundings.ts'

const kindOf = { waiting: 'bad', taken: 'busy', closed: 'good' } as const

/** Who waits for a person, the longest first; or, asked for, who has been helped. */
export async function inbox({ asked }: Place, around: Surroundings): Promise<HTMLElement> {
  const path = `/v1/admin/escalations?${asked}`
  const { data, next_cursor } = await around.client.get<Inbox>(path, around.signal)
  const isClosed = asked.get('status') === 'closed'
  return card(
    isClosed ? 'Closed hand-offs' : 'Open hand-offs',
    element(
      'p',
      { class: 'deeds' },
      isClosed ? link('Open ones', {}) : link('Closed ones', { status: 'closed' }),
    ),
    data.length === 0
      ? emptyState(isClosed ? 'No hand-off has been closed yet.' : 'Nobody is waiting.')
      : table(
          isClosed ? 'Hand-offs, the latest first' : 'Hand-offs, the longest first',
          columns,
          data,
        ),
    next_cursor ? link('More', { ...Object.fromEntries(asked), cursor: next_cursor }) : undefined,
    downloads(
      `/v1/admin/escalations${isClosed ? '?status=closed' : ''}`,
      isClosed ? 'closed-hand-offs' : 'hand-offs',
      around,
    ),
  )
}

const link = (text: string, asked: Record<string, string>) =>
  element('a', { href: addressOf('inbox', asked) }, text)

const columns = [
  { title: 'What for', cell: reason },
  { title: 'Since', kind: 'moment' as const, cell: (line: InboxLine) => moment(line.created_at) },
  { title: 'Channel', cell: (line: InboxLine) => channelName(line.channel) },
  {
    title: 'State',
    cell: ({ status, taken_by }: InboxLine) =>
      element(
        'span',
        { class: `badge ${kindOf[status]}` },
        status === 'waiting' || !taken_by ? status : `${status}: ${taken_by}`,
      ),
  },
  {
    title: 'Unanswered',
    kind: 'figure' as const,
    cell: ({ unanswered }: InboxLine) => String(unanswered),
  },
]

function reason(line: InboxLine): HTMLElement {
  const href = addressOf(`inbox/${line.escalation_id}`)
  return element('a', { href }, element('bdi', {}, line.reason || 'no reason given'))
}
