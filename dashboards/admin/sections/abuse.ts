import type { Abuse } from '../../../lib/admin/abuse/abuse.ts'
import type { BlockEntry, BlockList } from '../../../lib/admin/abuse/blocks.ts'
import { element } from '../parts/element.ts'
import { card, emptyState, figure, wide } from '../parts/figure.ts'
import { deed, deedForm, labelled } from '../parts/form.ts'
import { count, counted, daysFrom, moment } from '../parts/format.ts'
import { table } from '../parts/table.ts'
import type { Surroundings } from './surroundings.ts'

type Network = Abuse['by_network'][number]

const reasons: Record<string, string> = {
  'rate-limited': 'too many requests',
  'challenge-required': 'challenge not solved yet',
  'origin-not-allowed': 'origin not allowed',
  blocked: 'blocked',
}

/** Who was turned away and why, and who is blocked. */
export async function abuse(days: number, around: Surroundings): Promise<HTMLElement[]> {
  const { client, signal } = around
  const [found, { data: blocks }] = await Promise.all([
    client.get<Abuse>(`/v1/admin/abuse?days=${days}`, signal),
    client.get<BlockList>('/v1/admin/blocks', signal),
  ])
  const all = found.by_day.reduce((sum, { times }) => sum + times, 0)
  return [
    byDay(found, days, all, around),
    challenges(found),
    wide(
      card(
        'By network',
        element(
          'p',
          { class: 'quiet' },
          'A network is many callers: the /24 of an IPv4 address, the /48 of an IPv6 address. Whole addresses are kept nowhere.',
        ),
        found.by_network.length === 0
          ? emptyState('Nobody was turned away in these days.')
          : table('Who was turned away', networkColumns(blocks, around), found.by_network),
      ),
    ),
    wide(
      card(
        'Blocked',
        blockForm(around),
        blocks.length === 0
          ? emptyState('Nobody is blocked.')
          : table('Who is blocked', blockColumns(around), blocks),
      ),
    ),
  ]
}

function byDay(
  { by_day }: Abuse,
  period: number,
  all: number,
  { signal }: Surroundings,
): HTMLElement {
  const first = new Date(Date.now() - (period - 1) * 86_400_000).toISOString().slice(0, 10)
  const days = daysFrom(first, period)
  const sum = (day: string) =>
    by_day.filter((row) => row.day === day).reduce((times, row) => times + row.times, 0)
  return figure(
    {
      title: 'Turned away by day',
      summary: `${counted(all, 'call')} turned away in these days.`,
      empty: 'Nobody was turned away in these days.',
      kind: 'bars',
      days,
      format: count,
      series: [{ label: 'Turned away', colour: 'first', values: days.map(sum) }],
    },
    signal,
  )
}

const challenges = ({ challenges: found }: Abuse) =>
  card(
    'Challenges',
    found.length === 0
      ? emptyState('Nobody was asked to solve one in these days.')
      : table(
          'What became of challenges',
          [
            { title: 'Kind', cell: ({ kind }) => kind },
            { title: 'Asked', kind: 'figure', cell: ({ asked }) => count(asked) },
            { title: 'Passed', kind: 'figure', cell: ({ passed }) => count(passed) },
            { title: 'Refused', kind: 'figure', cell: ({ refused }) => count(refused) },
          ],
          found,
        ),
  )

const networkColumns = (blocks: BlockEntry[], around: Surroundings) => [
  { title: 'Network', cell: ({ network }: Network) => element('bdi', {}, network) },
  { title: 'Times', kind: 'figure' as const, cell: ({ times }: Network) => count(times) },
  {
    title: 'Why',
    cell: ({ reasons: why }: Network) =>
      Object.entries(why)
        .map(([reason, times]) => `${reasons[reason] ?? reason}: ${count(times)}`)
        .join(', '),
  },
  { title: 'Last', kind: 'moment' as const, cell: ({ last_at }: Network) => moment(last_at) },
  {
    title: 'Block',
    cell: ({ network }: Network) =>
      blocks.some((block) => block.network === network)
        ? 'is blocked'
        : network.includes('/')
          ? blockButton({ network }, network, around)
          : '–',
  },
]

const blockColumns = (around: Surroundings) => [
  {
    title: 'Who',
    cell: ({ network, session_id }: BlockEntry) =>
      element('bdi', {}, network ?? `session ${session_id}`),
  },
  { title: 'Why', cell: ({ reason }: BlockEntry) => element('bdi', {}, reason || '–') },
  { title: 'By', cell: ({ author }: BlockEntry) => element('bdi', {}, author) },
  {
    title: 'Until',
    kind: 'moment' as const,
    cell: ({ expires_at }: BlockEntry) => moment(expires_at),
  },
  {
    title: 'Unblock',
    cell: ({ block_id, network, session_id }: BlockEntry) =>
      deed(
        `Unblock ${network ?? session_id?.slice(0, 8)}`,
        async () => {
          await around.client.remove(`/v1/admin/blocks/${block_id}`)
          around.reload()
          around.tell('Open again within a minute.')
        },
        around,
      ),
  },
]

/** A button that blocks for a day. */
export const blockButton = (
  who: { network: string } | { session_id: string },
  name: string,
  around: Surroundings,
) =>
  deed(
    `Block ${name} for a day`,
    async () => {
      await around.client.post('/v1/admin/blocks', { ...who, hours: 24 })
      around.reload()
      around.tell('Blocked for a day, within a minute everywhere.')
    },
    around,
  )

function blockForm(around: Surroundings): HTMLFormElement {
  const isSession = (who: string) => /^[\da-f]{8}-/i.test(who)
  return deedForm(
    [
      labelled(
        'Network, address or session',
        element('input', { name: 'who', required: true, maxlength: 60, autocomplete: 'off' }),
      ),
      labelled(
        'Hours',
        element('input', {
          name: 'hours',
          type: 'number',
          min: 1,
          max: 720,
          value: 24,
          required: true,
        }),
      ),
      labelled('Why', element('input', { name: 'reason', maxlength: 200, autocomplete: 'off' })),
    ],
    'Block',
    async (values) => {
      const who = String(values.get('who')).trim()
      await around.client.post('/v1/admin/blocks', {
        ...(isSession(who) ? { session_id: who } : { network: who }),
        hours: Number(values.get('hours')),
        reason: String(values.get('reason')),
      })
      around.reload()
      around.tell('Blocked, within a minute everywhere.')
    },
    around,
  )
}
