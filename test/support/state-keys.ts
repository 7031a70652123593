import type { NeonQueryFunction } from '@neondatabase/serverless'
import { z } from 'zod'
import type { Cloud } from '../../dev/cloud/cloud.ts'
import { redisKeys } from './redis-keys.ts'

/** Where a suite keeps its state. */
export interface StateStore {
  cloud: Cloud
  sql: NeonQueryFunction<false, false>
}

/** Every key of the state, in Redis or in Postgres, with the milliseconds it is kept for; -1 for good. */
export async function stateKeys({ cloud, sql }: StateStore): Promise<Map<string, number>> {
  if (cloud.settings.UPSTASH_REDIS_REST_URL) return await redisKeys(cloud)
  const rows = await sql`
    select key, coalesce(extract(epoch from expires_at - now()) * 1000, -1)::float8 as left_ms
    from kv where expires_at is null or expires_at > now()`
  return new Map(rows.map((row) => [String(row.key), Number(row.left_ms)]))
}

/** What the state holds under a key, in Redis or in Postgres; null where there is nothing. */
export async function stateValue(store: StateStore, key: string): Promise<unknown> {
  if (isInRedis(store)) return await inRedis(store, 'GET', key)
  return (await store.sql`select value from kv where key = ${key}`)[0]?.value ?? null
}

/** Has the state hold a value under a key, for an hour. */
export async function putState(store: StateStore, key: string, value: string): Promise<void> {
  if (isInRedis(store)) await inRedis(store, 'SET', key, value, 'EX', '3600')
  else
    await store.sql`insert into kv (key, value, expires_at)
      values (${key}, ${value}, now() + interval '1 hour')`
}

/** Has the state forget what it holds under a key; throws where there is nothing. */
export async function dropState(store: StateStore, key: string): Promise<void> {
  const dropped = isInRedis(store)
    ? await inRedis(store, 'DEL', key)
    : (await store.sql`delete from kv where key = ${key} returning key`).length
  if (dropped !== 1) throw new Error(`The state holds nothing under ${key}`)
}

const isInRedis = ({ cloud }: StateStore) => cloud.settings.UPSTASH_REDIS_REST_URL !== undefined

async function inRedis({ cloud }: StateStore, ...command: string[]): Promise<unknown> {
  const { UPSTASH_REDIS_REST_URL: url = '', UPSTASH_REDIS_REST_TOKEN: token } = cloud.settings
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(command),
  })
  return z.object({ result: z.unknown() }).parse(await response.json()).result
}
