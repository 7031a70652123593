import type { ConversationList } from '../../../lib/admin/conversations.ts'
import { channelName, channels } from '../parts/channel.ts'
import { downloads } from '../parts/download.ts'
import { element } from '../parts/element.ts'
import { card, emptyState, wide } from '../parts/figure.ts'
import { labelled } from '../parts/form.ts'
import { count, counted, moment } from '../parts/format.ts'
import { addressOf, type Place } from '../parts/place.ts'
import { table } from '../parts/table.ts'
import type { Surroundings } from './surroundings.ts'
import { topQuestions } from './top-questions.ts'

type Line = ConversationList['data'][number]

const filters: [name: string, label: string, values: [value: string, text: string][]][] = [
  [
    'answered',
    'Answer',
    [
      ['true', 'answered'],
      ['false', 'not answered'],
    ],
  ],
  [
    'rating',
    'Rating',
    [
      ['down', 'disliked'],
      ['up', 'liked'],
    ],
  ],
  [
    'verdict',
    'Citations',
    [
      ['verified', 'all verified'],
      ['weak', 'a weak one'],
    ],
  ],
  [
    'cached',
    'From',
    [
      ['true', 'the cache'],
      ['false', 'the model'],
    ],
  ],
  [
    'status',
    'State',
    [
      ['active', 'active'],
      ['resolved', 'resolved'],
      ['escalated', 'handed to a person'],
      ['abandoned', 'abandoned'],
    ],
  ],
  ['channel', 'Channel', channels],
]

/** The conversations, searched and filtered by the address, so that a view can be kept and passed on. */
export async function conversations(
  { asked }: Place,
  days: number,
  around: Surroundings,
): Promise<HTMLElement[]> {
  const query = new URLSearchParams(asked)
  query.set('days', String(days))
  const path = `/v1/admin/conversations?${query}`
  const { data, next_cursor } = await around.client.get<ConversationList>(path, around.signal)
  query.delete('cursor')
  const found = card(
    'Conversations',
    filterForm(asked),
    data.length === 0
      ? emptyState(
          asked.size > 0
            ? 'No conversation of these days is like that. Remove a filter, or choose more days.'
            : 'Nobody has asked anything in these days.',
        )
      : table('Conversations, the latest first', columns, data),
    element(
      'p',
      { class: 'deeds' },
      asked.has('cursor')
        ? link('Newest', { ...Object.fromEntries(asked), cursor: '' })
        : undefined,
      ' ',
      next_cursor
        ? link('Older', { ...Object.fromEntries(asked), cursor: next_cursor })
        : undefined,
    ),
    downloads(`/v1/admin/conversations?${query}`, 'conversations', around),
  )
  return [wide(found), wide(topQuestions(days, around))]
}

const link = (text: string, asked: Record<string, string>) =>
  element('a', { href: addressOf('conversations', asked) }, text)

function filterForm(asked: URLSearchParams): HTMLElement {
  const search = element('input', {
    type: 'search',
    name: 'q',
    maxlength: 200,
    value: asked.get('q') ?? '',
  })
  const page = element('input', {
    type: 'text',
    name: 'page',
    maxlength: 500,
    placeholder: 'docs/…',
    value: asked.get('page') ?? '',
  })
  const version = element('input', {
    type: 'text',
    name: 'version',
    maxlength: 100,
    value: asked.get('version') ?? '',
  })
  const chosen = filters.map(([name, label, values]) =>
    labelled(label, choice(name, values, asked)),
  )
  const form = element(
    'form',
    { class: 'filters', role: 'search', onsubmit: (event) => submit(event, form) },
    labelled('Words', search),
    labelled('Cites the page', page),
    labelled('Version', version),
    ...chosen,
    element(
      'p',
      { class: 'deeds' },
      element('button', { type: 'submit', class: 'primary' }, 'Search'),
      ' ',
      asked.size > 0
        ? element('a', { href: addressOf('conversations') }, 'Remove all filters')
        : undefined,
    ),
  )
  return form
}

function submit(event: Event, form: HTMLFormElement) {
  event.preventDefault()
  const values = [...new FormData(form)].map(([name, value]) => [name, String(value).trim()])
  location.hash = addressOf('conversations', Object.fromEntries(values))
}

const choice = (name: string, values: [string, string][], asked: URLSearchParams) =>
  element(
    'select',
    { name },
    element('option', { value: '' }, 'any'),
    ...values.map(([value, text]) =>
      element('option', { value, selected: asked.get(name) === value }, text),
    ),
  )

const columns = [
  { title: 'First question', cell: firstQuestion },
  {
    title: 'Last active',
    kind: 'moment' as const,
    cell: (line: Line) => moment(line.last_active_at),
  },
  {
    title: 'Answered',
    kind: 'figure' as const,
    cell: (line: Line) => `${count(line.answered)} of ${count(line.questions)}`,
  },
  { title: 'Rated', cell: rated },
  { title: 'Channel', cell: (line: Line) => channelName(line.channel) },
  {
    title: 'State',
    cell: ({ status }: Line) => element('span', { class: `badge ${kindOf[status]}` }, status),
  },
]

const kindOf = { active: 'busy', resolved: 'good', escalated: 'warning', abandoned: 'bad' } as const

function firstQuestion({ session_id, first_question }: Line): HTMLElement {
  const text = first_question ?? 'Texts are not kept'
  const href = addressOf(`conversations/${session_id}`)
  return element('a', { href }, element('bdi', {}, text))
}

function rated({ rated_up, rated_down }: Line): string {
  if (rated_up + rated_down === 0) return '–'
  const parts = [
    rated_down > 0 ? counted(rated_down, 'dislike') : '',
    rated_up > 0 ? counted(rated_up, 'like') : '',
  ]
  return parts.filter(Boolean).join(', ')
}
