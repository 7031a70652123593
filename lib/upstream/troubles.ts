import * as z from 'zod/mini'
import { type Neon, NoRow, sql } from '../clients/neon.ts'
import { storable } from '../text/storable.ts'
import { type Failure, failureOf, type Service } from './cause.ts'
import { whatToDo } from './what-to-do.ts'

const minuteMs = 60_000
const keptDays = 90

/** The last failure of a service, and what to do about it. */
export interface LastError extends Failure {
  at: string
  what_to_do: string
}

interface Trouble extends LastError {
  service: Service
  times: number
  isToBeTold: boolean
}

export interface TroublesDeps {
  neon: Neon
  /** Sends events to whoever subscribed. */
  publish: (...events: ReturnType<typeof toEvent>[]) => Promise<unknown>
  now: () => number
  /** Values that are never to be told, whoever repeats them. */
  secrets: string[]
  log: (line: string) => void
}

export type Troubles = ReturnType<typeof createTroubles>

/**
 * What went wrong with the services, by cause: each is logged and told at most once a minute, and
 * counted every time. Noting costs no request; `flush` writes what was noted since.
 */
export function createTroubles({ neon, publish, now, secrets, log }: TroublesDeps) {
  const toldAt = new Map<string, number>()
  const last = new Map<Service, LastError>()
  // At most one for each cause of each service.
  let pending = new Map<string, Trouble>()

  return {
    note(service: Service, error: unknown) {
      const failure = failureOf(error)
      const { cause, status, message } = { ...failure, message: storable(hidden(failure.message)) }
      const key = `${service}/${cause}`
      const time = now()
      const isNew = time - (toldAt.get(key) ?? Number.NEGATIVE_INFINITY) >= minuteMs
      const at = new Date(time).toISOString()
      const what_to_do = whatToDo(service, cause)
      const seen = { cause, ...(status && { status }), message, at, what_to_do }
      last.set(service, seen)
      const before = pending.get(key)
      pending.set(key, {
        ...seen,
        service,
        times: (before?.times ?? 0) + 1,
        isToBeTold: isNew || (before?.isToBeTold ?? false),
      })
      if (!isNew) return
      toldAt.set(key, time)
      log(JSON.stringify({ service, cause, ...(status && { status }), message, what_to_do }))
    },

    /** The last failure that this isolate has seen of a service. */
    lastOf: (service: Service) => last.get(service),

    /** Counts in Neon what was noted, and sends `error.occurred`. What fails now is kept for later. */
    async flush(): Promise<void> {
      if (pending.size === 0) return
      const noted = [...pending.values()]
      pending = new Map()
      const told = noted.filter(({ isToBeTold }) => isToBeTold)
      await Promise.all([
        neon.run(count(noted)).catch(() => keepForLater(noted)),
        told.length > 0 && publish(...told.map(toEvent)).catch(() => undefined),
      ])
    },
  }

  function keepForLater(noted: Trouble[]) {
    for (const trouble of noted) {
      const key = `${trouble.service}/${trouble.cause}`
      const newer = pending.get(key)
      const times = trouble.times + (newer?.times ?? 0)
      pending.set(key, { ...(newer ?? { ...trouble, isToBeTold: false }), times })
    }
  }

  function hidden(message: string): string {
    return secrets.reduce((text, secret) => text.replaceAll(secret, '…'), message)
  }
}

/** The same in every isolate within a minute, so that each webhook hears of it once. */
function toEvent({ service, cause, status, message, at, what_to_do }: Trouble) {
  const minute = Math.floor(Date.parse(at) / minuteMs)
  return {
    type: 'error.occurred' as const,
    id: `evt_${service}_${cause}_${minute}`,
    data: { component: service, cause, ...(status && { status }), message, what_to_do },
  }
}

const count = (noted: Trouble[]) => sql(NoRow)`
  with forgotten as (
    delete from upstream_troubles where day < current_date - ${keptDays}::int)
  insert into upstream_troubles as known (service, cause, day, times, status, message, last_at)
  select service, cause, (at::timestamptz)::date, times, status, message, at::timestamptz
  from jsonb_to_recordset(${JSON.stringify(noted)}::jsonb)
    as r(service text, cause text, at text, times integer, status integer, message text)
  on conflict (service, cause, day) do update set times = known.times + excluded.times,
    status = excluded.status, message = excluded.message,
    last_at = greatest(known.last_at, excluded.last_at)`

const LastRow = z.object({
  service: z.string(),
  cause: z.string(),
  status: z.nullable(z.int()),
  message: z.string(),
  last_at: z.date(),
})

/** The last failure of each service that any isolate has counted. */
export const lastTroubles = sql(LastRow)`
  select distinct on (service) service, cause, status, message, last_at
  from upstream_troubles order by service, last_at desc`
