import * as z from 'zod/mini'
import { fragment, type Statement, sql } from './neon.ts'
import type { ReplaceOptions, SetOptions } from './redis.ts'

/** What a command gives: a row for each value. */
export type StateRow = { value: string | null }

/** A command of Redis as SQL, and the key by which commands are put in order. */
export interface StateCommand {
  key: string
  statement: Statement<StateRow>
}

const Row = z.object({ value: z.nullable(z.string()) })

const isLive = fragment`(kv.expires_at is null or kv.expires_at > now())`
const after = (seconds: number | undefined) =>
  fragment`now() + make_interval(secs => ${seconds ?? null}::int)`

export const get = (key: string): StateCommand => getAll([key])

/** One row for each key, in their order. */
export const getAll = (keys: string[]): StateCommand => ({
  key: keys[0] ?? '',
  statement: sql(Row)`
    select kv.value from unnest(${keys}::text[]) with ordinality as asked (key, place)
    left join kv on kv.key = asked.key and ${isLive} order by place`,
})

export const getAndKeep = (key: string, seconds: number): StateCommand => ({
  key,
  statement: sql(Row)`
    update kv set expires_at = ${after(seconds)} where key = ${key} and ${isLive} returning value`,
})

/** Changes a key that is held by a value that begins so, and gives no row where none is. */
const change = (key: string, value: string, seconds: number, over = ''): StateCommand => ({
  key,
  statement: sql(Row)`
    update kv set value = ${value}, expires_at = ${after(seconds)}
    where key = ${key} and ${isLive} and starts_with(kv.value, ${over}) returning 'OK' as value`,
})

/** Replaces what was read; what has been put there since goes, unless it has a certain value. */
export const replace = (
  key: string,
  value: string,
  { over, unless, ex }: ReplaceOptions,
): StateCommand[] => [
  over === undefined ? put(key, value, { ex, nx: true }) : change(key, value, ex, over),
  {
    key,
    statement: sql(Row)`
      delete from kv where key = ${key} and kv.value not in (${value}, ${unless})
      returning '1' as value`,
  },
]

export const removeUnless = (key: string, value: string): StateCommand => ({
  key,
  statement: sql(Row)`
    delete from kv where key = ${key} and kv.value <> ${value} returning '1' as value`,
})

/** Gives no row where the key is held already and `nx` asks for a new one. */
const put = (key: string, value: string, options?: SetOptions): StateCommand => ({
  key,
  statement: sql(Row)`
    insert into kv (key, value, expires_at) values (${key}, ${value}, ${after(options?.ex)})
    on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at
    ${options?.nx ? fragment`where not ${isLive}` : fragment``} returning 'OK' as value`,
})

export const set = (key: string, value: string, options?: SetOptions): StateCommand =>
  options?.xx ? change(key, value, options.ex) : put(key, value, options)

export const remove = (key: string): StateCommand => ({
  key,
  statement: sql(Row)`delete from kv where key = ${key} returning '1' as value`,
})

export const increase = (key: string, by = 1): StateCommand => ({
  key,
  statement: sql(Row)`
    insert into kv (key, value) values (${key}, ${String(by)})
    on conflict (key) do update set value = ${more(by)},
      expires_at = case when ${isLive} then kv.expires_at end
    returning value`,
})

/** Counts one more within the window that the key's first count has opened. */
export const count = (key: string, seconds: number): StateCommand => ({
  key,
  statement: sql(Row)`
    insert into kv (key, value, expires_at) values (${key}, '1', ${after(seconds)})
    on conflict (key) do update set value = ${more(1)},
      expires_at = case when ${isLive} then kv.expires_at else excluded.expires_at end
    returning value || ' ' || floor(extract(epoch from expires_at) * 1000)::bigint as value`,
})

const more = (by: number) => fragment`
  case when ${isLive} then (kv.value::bigint + ${by}::bigint)::text else ${String(by)} end`

/** Removes at most so many values that have expired. */
export const removeExpired = (most: number): Statement<StateRow> =>
  sql(Row)`
    delete from kv where key in (
      select key from kv where expires_at <= now() order by key limit ${most} for update skip locked)
    returning '1' as value`
