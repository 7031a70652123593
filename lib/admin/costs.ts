import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../clients/neon.ts'
import type { Budgets } from '../limits/budget.ts'
import { channelOf } from './conversations.ts'
import { moneyOf } from './money.ts'

const shownPages = 20

const Amount = z.object({
  questions: z.int(),
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  /** In the money of the prices that are set; absent where none are. */
  money: z.optional(z.number()),
})

/** What the model has cost, by PRICE_INPUT_PER_MILLION and PRICE_OUTPUT_PER_MILLION. Days are by UTC. */
export const Costs = z.object({
  prices: z.object({ input_per_million: z.number(), output_per_million: z.number() }),
  today: Amount,
  month: Amount,
  last_month: Amount,
  /** What this month comes to if it goes on as it began. */
  forecast: Amount,
  by_day: z.array(z.extend(Amount, { day: z.string() })),
  /** By the page that an answer cites first, this month; absent where it cites none. */
  by_page: z.array(z.extend(Amount, { page: z.optional(z.string()) })),
  by_channel: z.array(z.extend(Amount, { channel: z.string() })),
  /** What answers from the cache would have cost this month at the average of the others. */
  saved: z.extend(Amount, { hits: z.int() }),
})

export type Costs = z.infer<typeof Costs>
type Amount = z.infer<typeof Amount>

const counted = {
  questions: z.int(),
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
}
const DayRow = z.object({ ...counted, day: z.string() })
const PageRow = z.object({ ...counted, page: z.nullable(z.string()) })
const ChannelRow = z.object({ ...counted, channel: z.string() })
const SavedRow = z.object({ hits: z.int(), prompt_each: z.number(), completion_each: z.number() })
const MonthRow = z.object({ today: z.string(), month: z.string(), elapsed: z.number() })

const thisMonth = fragment`date_trunc('month', now())`

/** Reads what the model has cost, today, this month and the one before. */
export async function readCosts(neon: Neon, prices: Budgets['prices']): Promise<Costs> {
  const [[when], days, pages, channels, [saved]] = await neon.transaction(
    [monthSoFar, byDay, byPage, byChannel, saving],
    { readOnly: true },
  )
  const priced = <Row extends Amount>(row: Row): Row => ({ ...row, ...moneyOf(row, prices) })
  const { today = '', month = '', elapsed = 1 } = when ?? {}
  const isOfMonth = ({ day }: { day: string }) => day.slice(0, 7) === month
  const ofMonth = priced(sumOf(days.filter(isOfMonth)))
  const { hits = 0, prompt_each = 0, completion_each = 0 } = saved ?? {}
  return {
    prices: { input_per_million: prices.input, output_per_million: prices.output },
    today: priced(sumOf(days.filter(({ day }) => day === today))),
    month: ofMonth,
    last_month: priced(sumOf(days.filter((row) => !isOfMonth(row)))),
    forecast: priced(scaled(ofMonth, 1 / elapsed)),
    by_day: days.filter(isOfMonth).map(priced),
    by_page: pages.map(({ page, ...row }) => priced({ ...row, ...(page !== null && { page }) })),
    by_channel: channels.map(priced),
    saved: priced({
      ...scaled(
        { questions: 1, prompt_tokens: prompt_each, completion_tokens: completion_each },
        hits,
      ),
      hits,
    }),
  }
}

const sumOf = (rows: Amount[]): Amount => ({
  questions: rows.reduce((sum, row) => sum + row.questions, 0),
  prompt_tokens: rows.reduce((sum, row) => sum + row.prompt_tokens, 0),
  completion_tokens: rows.reduce((sum, row) => sum + row.completion_tokens, 0),
})

const scaled = ({ questions, prompt_tokens, completion_tokens }: Amount, by: number): Amount => ({
  questions: Math.round(questions * by),
  prompt_tokens: Math.round(prompt_tokens * by),
  completion_tokens: Math.round(completion_tokens * by),
})

/** How far the month has come, as a share of it that is never nothing. */
const monthSoFar = sql(MonthRow)`
  select to_char(now(), 'YYYY-MM-DD') as today, to_char(now(), 'YYYY-MM') as month,
    greatest(0.001, extract(epoch from now() - ${thisMonth})
      / extract(epoch from ${thisMonth} + interval '1 month' - ${thisMonth}))::float8 as elapsed`

const byDay = sql(DayRow)`
  select to_char(day, 'YYYY-MM-DD') as day, questions::int, coalesce(prompt_tokens, 0)::float8 as prompt_tokens,
    coalesce(completion_tokens, 0)::float8 as completion_tokens
  from daily_usage where daily_usage.day >= ${thisMonth} - interval '1 month' order by 1`

const sums = fragment`count(*)::int as questions,
  coalesce(sum((l.usage ->> 'prompt_tokens')::bigint), 0)::float8 as prompt_tokens,
  coalesce(sum((l.usage ->> 'completion_tokens')::bigint), 0)::float8 as completion_tokens`

const byPage = sql(PageRow)`
  select (select one ->> 'source' from jsonb_array_elements(l.sources) one
      where one -> 'is_cited' = 'true' limit 1) as page, ${sums}
  from query_logs l where l.created_at >= ${thisMonth}
  group by 1 order by 3 desc, 2 desc limit ${shownPages}`

const byChannel = sql(ChannelRow)`
  select case when s.id is null then 'erased' else ${channelOf} end as channel, ${sums}
  from query_logs l left join sessions s on s.id = l.session_id
  where l.created_at >= ${thisMonth} group by 1 order by 3 desc, 2 desc`

const saving = sql(SavedRow)`
  select (count(*) filter (where cached is not null))::int as hits,
    coalesce(avg((usage ->> 'prompt_tokens')::int) filter (where cached is null), 0)::float8 as prompt_each,
    coalesce(avg((usage ->> 'completion_tokens')::int) filter (where cached is null), 0)::float8 as completion_each
  from query_logs where created_at >= ${thisMonth}`
