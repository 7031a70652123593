import { neon, neonConfig } from '@neondatabase/serverless'
import { Redis } from '@upstash/redis'
import { expect, test } from 'vitest'
import type { Cloud } from '../../dev/cloud/cloud.ts'
import { aCloud, aFolder, setting, startTimeoutMs } from './a-cloud.ts'

function connect(cloud: Cloud) {
  neonConfig.fetchEndpoint = setting(cloud, 'NEON_HTTP_URL')
  const redis = new Redis({
    url: setting(cloud, 'UPSTASH_REDIS_REST_URL'),
    token: setting(cloud, 'UPSTASH_REDIS_REST_TOKEN'),
  })
  return { sql: neon(setting(cloud, 'DATABASE_URL')), redis }
}

test('a cloud with a folder keeps its rows and keys, with their expiries', {
  timeout: startTimeoutMs,
}, async () => {
  const dataDir = aFolder()
  const first = await aCloud({ dataDir, only: ['neon', 'upstash'] })
  const before = connect(first)
  await before.sql`CREATE TABLE kept (id int)`
  await before.sql`INSERT INTO kept VALUES (7)`
  await before.redis.set('lasting', { a: 1 })
  await before.redis.set('passing', 'x', { ex: 600 })
  await before.redis.set('gone', 'x', { px: 1 })
  await before.redis.hset('hash', { a: '1' })
  await before.redis.zadd('sorted', { score: 2.5, member: 'm' })
  await first.close()

  const second = await aCloud({ dataDir, only: ['neon', 'upstash'] })
  const { sql, redis } = connect(second)
  expect(await sql`SELECT id FROM kept`).toEqual([{ id: 7 }])
  expect(await redis.get('lasting')).toEqual({ a: 1 })
  expect(await redis.ttl('passing')).toBeGreaterThan(500)
  expect(await redis.ttl('lasting')).toBe(-1)
  expect(await redis.exists('gone')).toBe(0)
  expect(await redis.hgetall('hash')).toEqual({ a: 1 })
  expect(await redis.zscore('sorted', 'm')).toBe(2.5)
  await second.close()
})

test('a real service stands in the place of its stand-in', {
  timeout: startTimeoutMs,
}, async () => {
  const real = {
    databaseUrl: 'postgres://reader:secret@ep-x.eu-central-1.aws.neon.tech/book',
    qdrantUrl: 'https://x.cloud.qdrant.io:6333',
    qdrantApiKey: 'a key',
    openrouterApiKey: 'another key',
  }
  const cloud = await aCloud({ real })
  expect(cloud.settings).toMatchObject({
    DATABASE_URL: real.databaseUrl,
    QDRANT_URL: real.qdrantUrl,
    QDRANT_API_KEY: real.qdrantApiKey,
    OPENROUTER_BASE_URL: 'https://openrouter.ai/api/v1',
    OPENROUTER_API_KEY: real.openrouterApiKey,
  })
  expect(cloud.settings).not.toHaveProperty('NEON_HTTP_URL')
  await cloud.close()
})
