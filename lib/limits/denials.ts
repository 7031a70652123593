import { type Neon, NoRow, sql } from '../clients/neon.ts'
import type { Problem } from '../problem.ts'

const minuteMs = 60_000
const keptDays = 30
/** More networks than these in a minute, or a day, are told together. */
const mostHere = 500
const mostADay = 5000
const others = 'others'

type Count = { day: string; network: string; reason: string; times: number }

export type Denials = ReturnType<typeof createDenials>

/**
 * How often callers were turned away, by day, network and reason. Counting costs no request: `flush`
 * writes at most once a minute, and what an isolate has counted since may go with it.
 */
export function createDenials({
  neon,
  now,
  networkOf,
}: {
  neon: Neon
  now: () => number
  /** The network that is kept of an address, which is not. */
  networkOf: (address: string) => string | undefined
}) {
  let counts = new Map<string, Count>()
  let flushedAt = Number.NEGATIVE_INFINITY

  return {
    /** Counts a call that ended in a problem, where it was turned away. */
    note(address: string, problem: Problem): void {
      const reason = reasonOf(problem)
      if (reason === undefined) return
      const day = new Date(now()).toISOString().slice(0, 10)
      const known = networkOf(address) ?? /^[a-z]{2,10}(?=:)/.exec(address)?.[0] ?? 'unknown'
      const network = counts.size < mostHere ? known : others
      const key = [day, network, reason].join()
      const one = counts.get(key) ?? { day, network, reason, times: 0 }
      counts.set(key, { ...one, times: one.times + 1 })
    },

    /** What cannot be written now is left out: these are figures, not records. */
    async flush(): Promise<void> {
      if (counts.size === 0 || now() - flushedAt < minuteMs) return
      const counted = [...counts.values()]
      counts = new Map()
      flushedAt = now()
      await neon.run(add(counted)).catch(() => undefined)
    },
  }
}

/** Why a caller was turned away; undefined of a problem of another kind. */
function reasonOf({ type, options }: Problem): string | undefined {
  if (type === 'rate-limited') return options.isBlocked ? 'blocked' : type
  return type === 'challenge-required' || type === 'origin-not-allowed' ? type : undefined
}

const add = (counted: Count[]) => sql(NoRow)`
  with forgotten as (
    delete from denial_days where day < current_date - ${keptDays}::int
  ), today as (
    select count(*) >= ${mostADay}::int as is_full from denial_days where day = current_date
  )
  insert into denial_days as known (day, network, reason, times, last_at)
  select r.day::date, case when is_full then ${others} else r.network end, r.reason, sum(r.times), now()
  from today, jsonb_to_recordset(${JSON.stringify(counted)}::jsonb)
    as r(day text, network text, reason text, times integer)
  group by 1, 2, 3 order by 1, 2, 3
  on conflict (day, network, reason) do update
  set times = known.times + excluded.times, last_at = excluded.last_at`
