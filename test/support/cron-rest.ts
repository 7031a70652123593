import type { Cloud } from '../../dev/cloud/cloud.ts'
import { type CronRest, createCronRest, createQueuedLook } from '../../lib/clients/cron-rest.ts'
import { createRedis } from '../../lib/clients/redis.ts'
import { patient } from './machine-pace.ts'

/** The rest of a cron as the suite over this cloud keeps it, for what is done behind the suite's back. */
export function restOf({ settings }: Cloud, duty: 'deliveries' | 'house'): CronRest {
  const { UPSTASH_REDIS_REST_URL: url, UPSTASH_REDIS_REST_TOKEN: token } = settings
  // Without Redis the look that the queue brings late is not waited for.
  if (!url || !token) return createQueuedLook({ send: async () => {} }, Date.now)
  return createCronRest(duty, createRedis({ url, token, timeoutMs: patient(10_000) }).commands)
}
