import { type Neon, NoRow, sql } from '../clients/neon.ts'
import type { Challenge } from './challenge.ts'

const minuteMs = 60_000
const hourMs = 3_600_000
const keptDays = 400

/** What became of challenges. */
export type Outcome = 'asked' | 'passed' | 'refused'

type Count = Record<Outcome, number> & { day: string; kind: Challenge['kind'] }

export type ChallengeTally = ReturnType<typeof createChallengeTally>

/** What the owner is told while new sessions are challenged for the load of all. */
export type LoadEvent = {
  type: 'error.occurred'
  id: string
  data: { component: string; message: string; sessions_per_minute: number }
}

export interface ChallengeTallyDeps {
  neon: Neon
  publish: (event: LoadEvent) => Promise<unknown>
  now: () => number
}

/**
 * How many challenges were asked, passed and refused. Counting costs no request: `flush` writes at most
 * once a minute, and what an isolate has counted since may go with it.
 */
export function createChallengeTally({ neon, publish, now }: ChallengeTallyDeps) {
  let counts = new Map<string, Count>()
  let flushedAt = Number.NEGATIVE_INFINITY
  let load: LoadEvent | undefined
  let toldHour = 0

  return {
    count(kind: Challenge['kind'], outcome: Outcome) {
      const day = new Date(now()).toISOString().slice(0, 10)
      const one = counts.get(day + kind) ?? { day, kind, asked: 0, passed: 0, refused: 0 }
      one[outcome] += 1
      counts.set(day + kind, one)
    },

    /** The deployment opens more sessions than it takes without a challenge: told once an hour. */
    noteLoad(perMinute: number) {
      const hour = Math.floor(now() / hourMs)
      if (hour === toldHour) return
      toldHour = hour
      load = loadEvent(hour, perMinute)
    },

    /** What cannot be written now is left out: these are figures, not records. */
    async flush(): Promise<void> {
      if (counts.size === 0 || now() - flushedAt < minuteMs) return
      const counted = [...counts.values()]
      counts = new Map()
      flushedAt = now()
      const told = load
      load = undefined
      await Promise.all([
        neon.run(add(counted)).catch(() => undefined),
        told && publish(told).catch(() => undefined),
      ])
    },
  }
}

/** The same in every isolate within an hour, so that each webhook hears of it once. */
const loadEvent = (hour: number, perMinute: number): LoadEvent => ({
  type: 'error.occurred',
  id: `evt_challenge_${hour}`,
  data: {
    component: 'challenge',
    message: `More than ${perMinute} sessions were opened within a minute: newcomers solve a challenge first`,
    sessions_per_minute: perMinute,
  },
})

const add = (counted: Count[]) => sql(NoRow)`
  with forgotten as (
    delete from challenge_days where day < current_date - ${keptDays}::int)
  insert into challenge_days as known (day, kind, asked, passed, refused)
  select day::date, kind, asked, passed, refused
  from jsonb_to_recordset(${JSON.stringify(counted)}::jsonb)
    as r(day text, kind text, asked integer, passed integer, refused integer)
  order by 1, 2
  on conflict (day, kind) do update set asked = known.asked + excluded.asked,
    passed = known.passed + excluded.passed, refused = known.refused + excluded.refused`
