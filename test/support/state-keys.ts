import type { NeonQueryFunction } from '@neondatabase/serverless'
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
