import type { Costs } from '../../../lib/admin/costs.ts'
import { channelName } from '../parts/channel.ts'
import { element } from '../parts/element.ts'
import { card, figure } from '../parts/figure.ts'
import { count, counted, money, rounded } from '../parts/format.ts'
import { type Column, table } from '../parts/table.ts'
import type { Surroundings } from './surroundings.ts'

type Amount = Costs['today']

/** What the model has cost, and what it will cost if the month goes on as it began. */
export async function costs({ client, signal }: Surroundings): Promise<HTMLElement[]> {
  const found = await client.get<Costs>('/v1/admin/costs', signal)
  const { saved, by_day, by_page, by_channel } = found
  const days = by_day.map(({ day }) => day)
  const isPriced = found.month.money !== undefined || found.prices.input_per_million > 0
  return [
    element(
      'dl',
      { class: 'totals' },
      total('Today', found.today),
      total('This month', found.month),
      total('This month, forecast', found.forecast),
      total('Last month', found.last_month),
      total('Saved by the cache', saved),
    ),
    isPriced
      ? element(
          'p',
          { class: 'quiet wide' },
          `Priced at ${found.prices.input_per_million} a million tokens read and ${found.prices.output_per_million} written; embeddings are not in it.`,
        )
      : element(
          'p',
          { class: 'notice wide' },
          'No prices are set, so tokens are shown. Set PRICE_INPUT_PER_MILLION and PRICE_OUTPUT_PER_MILLION to those of your model.',
        ),
    figure(
      {
        title: isPriced ? 'Money by day' : 'Tokens by day',
        summary: `This month: ${written(found.month)} for ${counted(found.month.questions, 'question')}.`,
        empty: 'Nothing was asked this month.',
        kind: 'bars',
        days,
        format: isPriced ? money : rounded,
        series: [
          {
            label: isPriced ? 'Money' : 'Tokens',
            colour: 'first',
            values: by_day.map((row) => row.money ?? row.prompt_tokens + row.completion_tokens),
          },
        ],
      },
      signal,
    ),
    card(
      'By channel',
      table(
        'What each channel cost this month',
        columns<Costs['by_channel'][number]>(
          'Channel',
          ({ channel }) => channelName(channel),
          isPriced,
        ),
        by_channel,
      ),
    ),
    element(
      'div',
      { class: 'wide' },
      card(
        'By page',
        table(
          'What answers cost this month, by the page that they cite first',
          columns<Costs['by_page'][number]>('Page', ({ page }) => page ?? 'none cited', isPriced),
          by_page,
        ),
      ),
    ),
  ]
}

const columns = <Row extends Amount>(
  title: string,
  name: (row: Row) => string,
  isPriced: boolean,
): Column<Row>[] => [
  { title, cell: (row) => element('bdi', {}, name(row)) },
  { title: 'Questions', kind: 'figure', cell: (row) => count(row.questions) },
  { title: 'Tokens read', kind: 'figure', cell: (row) => rounded(row.prompt_tokens) },
  { title: 'Tokens written', kind: 'figure', cell: (row) => rounded(row.completion_tokens) },
  ...(isPriced
    ? [
        {
          title: 'Money',
          kind: 'figure' as const,
          cell: (row: Row) => (row.money === undefined ? '–' : money(row.money)),
        },
      ]
    : []),
]

const written = (amount: Amount) =>
  amount.money === undefined
    ? `${rounded(amount.prompt_tokens + amount.completion_tokens)} tokens`
    : money(amount.money)

const total = (name: string, amount: Amount) =>
  element(
    'div',
    {},
    element('dt', {}, name),
    element('dd', { class: 'value' }, written(amount)),
    element('dd', { class: 'note' }, counted(amount.questions, 'question')),
  )
