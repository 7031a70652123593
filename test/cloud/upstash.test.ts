import { Ratelimit } from '@upstash/ratelimit'
import { Redis } from '@upstash/redis'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Cloud } from '../../dev/cloud/cloud.ts'
import { createRedis, type RedisDoor } from '../../lib/clients/redis.ts'
import { RedisError } from '../../lib/clients/wire/redis-rest.ts'
import { aCloud, setting, startTimeoutMs } from './a-cloud.ts'

const redisUrl = process.env.REDIS_URL

describe('on ioredis-mock', () => contract(() => aCloud({ only: ['upstash'] })))

describe.skipIf(!redisUrl)('on a real Redis, when REDIS_URL names one', () =>
  contract(() => aCloud({ only: ['upstash'], real: { redisUrl: redisUrl ?? '' } })),
)

function contract(start: () => Promise<Cloud>) {
  let cloud: Cloud
  let redis: Redis
  let options: Parameters<typeof createRedis>[0]
  let door: RedisDoor
  const key = (name: string) => `contract:${crypto.randomUUID()}:${name}`

  beforeAll(async () => {
    cloud = await start()
    options = {
      url: setting(cloud, 'UPSTASH_REDIS_REST_URL'),
      token: setting(cloud, 'UPSTASH_REDIS_REST_TOKEN'),
      timeoutMs: 30_000,
    }
    redis = new Redis({ ...options, retry: false })
    door = createRedis(options)
  }, startTimeoutMs)
  afterAll(() => cloud.close())

  test('values of any shape and script come back as they were', async () => {
    const value = { text: 'Größe 機器人 🤖', list: [1, 'two', null], nested: { yes: true } }
    const name = key('value')
    expect(await redis.set(name, value)).toBe('OK')
    expect(await redis.get(name)).toEqual(value)
    expect(await redis.get(key('absent'))).toBeNull()
  })

  test('a key set with an expiry and only if absent keeps both promises', async () => {
    const name = key('once')
    expect(await redis.set(name, 'first', { ex: 60, nx: true })).toBe('OK')
    expect(await redis.set(name, 'second', { ex: 60, nx: true })).toBeNull()
    expect(await redis.get(name)).toBe('first')
    expect(await redis.ttl(name)).toBeGreaterThan(50)
    expect(await redis.set(name, 'third', { xx: true, get: true })).toBe('first')
  })

  test('hashes, lists, sets and sorted sets answer in their shapes', async () => {
    const [hash, list, set, sorted] = [key('hash'), key('list'), key('set'), key('sorted')]
    expect(await redis.hset(hash, { a: 1, b: 'x' })).toBe(2)
    expect(await redis.hgetall(hash)).toEqual({ a: 1, b: 'x' })
    expect(await redis.hgetall(key('absent'))).toBeNull()
    expect(await redis.rpush(list, 'a', 'b')).toBe(2)
    expect(await redis.lrange(list, 0, -1)).toEqual(['a', 'b'])
    expect(await redis.sadd(set, 'm')).toBe(1)
    expect(await redis.smembers(set)).toEqual(['m'])
    await redis.zadd(sorted, { score: 2, member: 'two' }, { score: 1, member: 'one' })
    expect(await redis.zrange(sorted, 0, -1)).toEqual(['one', 'two'])
  })

  test('our own door says what the public client reads, and reads what it says', async () => {
    const { commands } = door
    const [name, other] = [key('door'), key('other')]
    const text = 'Größe 機器人 🤖 "quoted" \\n'
    expect(await commands.set(name, text, { ex: 60 })).toBe('OK')
    expect(await redis.get(name)).toBe(text)
    expect(await redis.ttl(name)).toBeGreaterThan(50)
    expect(await commands.set(name, 'again', { ex: 60, nx: true })).toBeNull()
    expect(await commands.set(other, 'none', { ex: 60, xx: true })).toBeNull()
    expect(await commands.getex(name, { ex: 600 })).toBe(text)
    expect(await redis.ttl(name)).toBeGreaterThan(500)
    expect(await commands.mget(name, other)).toEqual([text, null])
    expect(await commands.get(other)).toBeNull()
    expect(await commands.incr(other)).toBe(1)
    const replies = commands.pipeline().incrby(other, 4).get(other).expire(other, 60)
    expect(await replies.delUnless(name, text).delUnless(name, 'x').get(name).exec()).toEqual([
      5,
      '5',
      1,
      0,
      1,
      null,
    ])
    expect(await commands.del(name, other)).toBe(1)
    expect(await commands.pipeline().exec()).toEqual([])
    await expect(commands.pipeline().set(name, 'text').incr(name).exec()).rejects.toThrow(
      RedisError,
    )
  })

  test('our own door gathers what is asked at once, and counts as the public limiter does', async () => {
    const id = crypto.randomUUID()
    await redis.set(key('held'), 'value')
    const theirs = new Ratelimit({
      redis,
      limiter: Ratelimit.slidingWindow(3, '60 s'),
      prefix: '@upstash/ratelimit:contract',
    })
    expect((await theirs.limit(id)).success).toBe(true)
    // A script is sent with its text once.
    await door.batch().limit('contract', { tokens: 3, seconds: 60 }, key('another'))
    cloud.requests.upstash.reset()
    const batch = door.batch()
    const limit = { tokens: 3, seconds: 60 }
    const [held, two, three] = await Promise.all([
      batch.getAll([key('absent'), id]),
      batch.limit('contract', limit, id),
      batch.limit('contract', limit, id),
    ])
    expect(held).toEqual([undefined, undefined])
    expect([two.allowed, three.allowed]).toEqual([true, true])
    expect(cloud.requests.upstash.entries).toHaveLength(1)
    const fourth = await door.batch().limit('contract', limit, id)
    expect(fourth.allowed).toBe(false)
    expect(fourth.reset).toBeGreaterThan(Date.now())
  })

  test('our own window decides as the package does, wherever in it a request falls', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    try {
      const theirs = new Ratelimit({
        redis,
        limiter: Ratelimit.slidingWindow(4, '60 s'),
        prefix: '@upstash/ratelimit:theirs',
        ephemeralCache: false,
      })
      const id = key('window')
      const from = Math.ceil(Date.now() / 60_000) * 60_000
      for (const after of [
        0, 1, 30_000, 59_999, 60_000, 70_000, 90_000, 119_999, 125_000, 185_000,
      ]) {
        vi.setSystemTime(from + after)
        for (let time = 0; time < 3; time += 1) {
          const { success, reset } = await theirs.limit(id)
          const ours = await door.batch().limit('ours', { tokens: 4, seconds: 60 }, id)
          expect(ours, `${after} ms, request ${time}`).toEqual({ allowed: success, reset })
        }
      }
    } finally {
      vi.useRealTimers()
    }
  })

  test('our own door tells what a service refuses, and never its token', async () => {
    const wrong = createRedis({ ...options, token: 'wrong-token' })
    const error = await wrong.commands.get('a').catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RedisError)
    expect(String(error)).toContain('401')
    expect(String(error)).not.toContain('wrong-token')
  })

  test('a pipeline answers each command, and an error is only its own', async () => {
    const name = key('text')
    const replies = await redis
      .pipeline()
      .set(name, 'text')
      .incr(name)
      .get(name)
      .exec({ keepErrors: true })
    expect(replies).toMatchObject([
      { result: 'OK' },
      { error: expect.any(String) },
      { result: 'text' },
    ])
  })

  test('a transaction answers all its commands', async () => {
    const name = key('counter')
    expect(await redis.multi().incr(name).incrby(name, 4).get(name).exec()).toEqual([1, 5, 5])
  })

  test('an unknown command is an error that names it', async () => {
    await expect(redis.exec(['NONSENSE', 'x'])).rejects.toThrow(/ERR unknown command/)
  })

  test('a script is unknown by its hash until it has run once', async () => {
    const script = `return { KEYS[1], ARGV[1], ${Math.random()} * 0 }`
    const hash = await sha1(script)
    await expect(redis.evalsha(hash, ['k'], ['v'])).rejects.toThrow(/NOSCRIPT/)
    expect(await redis.eval(script, ['k'], ['v'])).toEqual(['k', 'v', 0])
    expect(await redis.evalsha(hash, ['k'], ['v'])).toEqual(['k', 'v', 0])
  })

  test.each([
    ['return {1, 2.7, "x", false, {3, "ü"}, nil, 4}', [1, 2, 'x', null, [3, 'ü']]],
    ['return {#KEYS, #ARGV, ARGV[2]}', [1, 2, 'b']],
    ['return redis.call("MGET", KEYS[1], "nothing")', ['text', null]],
    ['return redis.call("GET", "nothing") == false', 1],
    ['return redis.pcall("INCR", KEYS[1]).err', 'ERR value is not an integer or out of range'],
    ['return redis.status_reply("PONG")', 'PONG'],
    ['redis.call("SET", KEYS[1], 3 * 2) return redis.call("GET", KEYS[1])', '6'],
  ])('the script `%s` gives %j', async (script, wanted) => {
    const name = key('text')
    await redis.set(name, 'text')
    // What the client would make a number of is left as it is.
    const reply = await redis.exec<unknown>(['EVAL', script, 1, name, 'a', 'b'])
    expect(Array.isArray(reply) ? reply : `${reply}`).toEqual(
      Array.isArray(wanted) ? wanted : `${wanted}`,
    )
  })

  test.each([
    ['return redis.error_reply("ERR mine")', /ERR mine/],
    ['return redis.call("INCR", KEYS[1])', /ERR value is not an integer or out of range/],
    ['return redis.call("HGET", KEYS[1], "field")', /WRONGTYPE/],
    ['return redis.call({})', /arguments must be strings or integers/],
    ['shared = 1', /Attempt to modify a readonly table/],
    ['return shared', /attempted to access nonexistent global variable 'shared'/],
    ['return os.exit()', /'os'|nil/],
    ['not lua(', /ERR Error compiling script/],
    ['error("boom")', /boom/],
  ])('the script `%s` is refused, and the next one runs', async (script, message) => {
    const name = key('text')
    await redis.set(name, 'text')
    await expect(redis.eval(script, [name], [])).rejects.toThrow(message)
    expect(await redis.eval('return {KEYS[1], #ARGV}', [name], [])).toEqual([name, 0])
  })

  test.each([
    [['EVAL', 'return 1'], /wrong number of arguments/],
    [['EVAL', 'return 1', 'x'], /not an integer/],
    [['EVAL', 'return 1', '-1'], /can't be negative/],
    [['EVAL', 'return 1', '3', 'a'], /can't be greater than number of args/],
  ] as const)('%j is refused', async ([command, ...args], message) => {
    await expect(redis.exec([command, ...args])).rejects.toThrow(message)
  })

  test.each([
    ['a fixed window', Ratelimit.fixedWindow(3, '1 h')],
    ['a sliding window', Ratelimit.slidingWindow(3, '1 h')],
    ['a token bucket', Ratelimit.tokenBucket(3, '1 h', 3)],
  ])('%s lets three of five through and says how many are left', async (_name, limiter) => {
    const limit = new Ratelimit({ redis, limiter, prefix: key('limit'), ephemeralCache: false })
    const decisions = []
    for (let n = 0; n < 5; n += 1) decisions.push(await limit.limit('reader'))
    expect(decisions.map(({ success }) => success)).toEqual([true, true, true, false, false])
    expect(decisions.map(({ remaining }) => Math.max(0, remaining))).toEqual([2, 1, 0, 0, 0])
    expect((await limit.limit('another')).success).toBe(true)
  })

  test.each(['/', '/pipeline', '/multi-exec'])(
    'POST %s without the token is unauthorized',
    async (path) => {
      const url = new URL(path, setting(cloud, 'UPSTASH_REDIS_REST_URL'))
      const reply = await fetch(url, { method: 'POST', body: '["PING"]' })
      expect(reply.status).toBe(401)
      expect(await reply.json()).toEqual({ error: 'Unauthorized' })
    },
  )
}

async function sha1(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text))
  return Buffer.from(digest).toString('hex')
}
