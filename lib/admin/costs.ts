import * as z from 'zod/mini'
import { fragment, type Neon, sql } from '../clients/neon.ts'
import type { Budgets } from '../limits/budget.ts'
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
type ShareRow = z.infer<typeof ShareRow>

const counted = {
  questions: z.int(),
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
}
const DayRow = z.object({ ...counted, day: z.string() })
/** What came to so much: a page or a channel, or all that the model answered or the cache. */
const ShareRow = z.object({
  ...counted,
  of: z.enum(['page', 'channel', 'model', 'cache']),
  name: z.nullable(z.string()),
  /** The questions of which the tokens are known. */
  measured: z.int(),
})

const MonthRow = z.object({ today: z.string(), month: z.string(), elapsed: z.number() })

const thisMonth = fragment`date_trunc('month', now())`

/** Reads what the model has cost, today, this month and the one before. */
export async function readCosts(neon: Neon, prices: Budgets['prices']): Promise<Costs> {
  const [[when], days, shares] = await neon.transaction([monthSoFar, byDay, shareOfMonth], {
    readOnly: true,
  })
  const priced = <Row extends Amount>(row: Row): Row => ({ ...row, ...moneyOf(row, prices) })
  const { today = '', month = '', elapsed = 1 } = when ?? {}
  const isOfMonth = ({ day }: { day: string }) => day.slice(0, 7) === month
  const ofMonth = priced(sumOf(days.filter(isOfMonth)))
  const sharesOf = (kind: ShareRow['of']) => shares.filter((share) => share.of === kind)
  return {
    prices: { input_per_million: prices.input, output_per_million: prices.output },
    today: priced(sumOf(days.filter(({ day }) => day === today))),
    month: ofMonth,
    last_month: priced(sumOf(days.filter((row) => !isOfMonth(row)))),
    forecast: priced(scaled(ofMonth, 1 / elapsed)),
    by_day: days.filter(isOfMonth).map(priced),
    by_page: sharesOf('page').map((share) =>
      priced({ ...amountOf(share), ...(share.name !== null && { page: share.name }) }),
    ),
    by_channel: sharesOf('channel').map((share) =>
      priced({ ...amountOf(share), channel: share.name ?? '' }),
    ),
    saved: priced(savedOf(sharesOf('model')[0], sharesOf('cache')[0]?.questions ?? 0)),
  }
}

/** What so many answers would have cost at the average of those that the model gave. */
function savedOf(model: ShareRow | undefined, hits: number) {
  const share = model?.measured ? hits / model.measured : 0
  return { ...scaled(model ?? noAmount, share), questions: hits, hits }
}

const noAmount: Amount = { questions: 0, prompt_tokens: 0, completion_tokens: 0 }

const amountOf = ({ questions, prompt_tokens, completion_tokens }: ShareRow): Amount => ({
  questions,
  prompt_tokens,
  completion_tokens,
})

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

const sums = fragment`sum(questions)::int as questions, sum(measured)::int as measured,
  coalesce(sum(prompt_tokens), 0)::float8 as prompt_tokens,
  coalesce(sum(completion_tokens), 0)::float8 as completion_tokens`

const costliest = fragment`order by prompt_tokens desc, questions desc, name`

/** The figures of closed days are kept; those of the others are counted, once for all shares. */
const shareOfMonth = sql(ShareRow)`
  with costs as materialized (
    select * from cost_days where cost_days.day >= ${thisMonth}
    union all select * from costs_between(greatest(open_since(), ${thisMonth}), 'infinity')
  ), shares as (
    (select 'page' as of, page as name, ${sums} from costs group by page ${costliest} limit ${shownPages})
    union all select 'channel', channel, ${sums} from costs group by channel
    union all select case when from_cache then 'cache' else 'model' end, null, ${sums}
      from costs group by from_cache
  )
  select * from shares ${costliest}`
