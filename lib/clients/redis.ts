import { Ratelimit } from '@upstash/ratelimit'
import { Redis } from '@upstash/redis/cloudflare'

/** A sliding window: at most `tokens` in `seconds`. */
export interface Limit {
  tokens: number
  seconds: number
}

/** What a limiter decided; `reset` is the Unix time in milliseconds at which the window ends. */
export interface LimitDecision {
  allowed: boolean
  reset: number
}

/** The door to what holds the state: Redis, or what stands in its place where there is none. */
export interface RedisDoor {
  /** The service behind the door, as `degraded` names it. */
  upstream: 'redis' | 'neon'
  commands: RedisCommands
  /** Gathers commands into one request. For one request of a Worker only. */
  batch(): RedisBatch
  /** Removes some of what has expired; says how many. Redis does that itself. */
  sweep(): Promise<number>
}

/** The commands that are used, as Redis defines them, on strings as they are. */
export interface RedisCommands {
  get(key: string): Promise<string | null>
  getex(key: string, options: { ex: number }): Promise<string | null>
  mget(...keys: string[]): Promise<(string | null)[]>
  /** Gives null where the key was held already and `nx` asked for a new one. */
  set(key: string, value: string, options?: SetOptions): Promise<string | null>
  del(...keys: string[]): Promise<number>
  incr(key: string): Promise<number>
  pipeline(): RedisPipeline
}

/** `ex` is in seconds; `nx` sets a new key alone, `xx` one that is held alone. */
export type SetOptions =
  | { ex: number; nx?: never; xx?: never }
  | { ex: number; nx: true; xx?: never }
  | { ex: number; nx?: never; xx: true }

/** Commands that are done in one request, each in its turn. */
export interface RedisPipeline {
  get(key: string): RedisPipeline
  set(key: string, value: string, options?: SetOptions): RedisPipeline
  del(...keys: string[]): RedisPipeline
  /** Deletes a key unless it has this value. */
  delUnless(key: string, value: string): RedisPipeline
  incr(key: string): RedisPipeline
  incrby(key: string, by: number): RedisPipeline
  expire(key: string, seconds: number): RedisPipeline
  exec(): Promise<unknown[]>
}

export interface RedisBatch {
  get(key: string): Promise<string | undefined>
  /** The values of these keys, in their order, by one command. */
  getAll(keys: string[]): Promise<(string | undefined)[]>
  /** Takes a key that nobody holds, for so many seconds; false where somebody does. */
  take(key: string, seconds: number): Promise<boolean>
  /** Counts one more for `id` under the limiter `name`. */
  limit(name: string, limit: Limit, id: string): Promise<LimitDecision>
}

/**
 * The door to Upstash Redis over HTTP. Values are strings as they are; every request is given up
 * after `timeoutMs` (milliseconds), without retries: Redis makes answers faster, never possible.
 */
export function createRedis(options: { url: string; token: string; timeoutMs: number }): RedisDoor {
  const redis = new Redis({
    url: options.url,
    token: options.token,
    automaticDeserialization: false,
    enableTelemetry: false,
    retry: false,
    signal: () => AbortSignal.timeout(options.timeoutMs),
  })

  return {
    upstream: 'redis',
    commands: {
      get: (key) => redis.get<string>(key),
      getex: (key, { ex }) => redis.getex<string>(key, { ex }),
      mget: (...keys) => redis.mget<(string | null)[]>(...keys),
      set: (key, value, options) => redis.set(key, value, options),
      del: (...keys) => redis.del(...keys),
      incr: (key) => redis.incr(key),
      pipeline: () => pipelineOf(redis),
    },
    sweep: async () => 0,

    /** Sent when the current turn of the event loop ends. */
    batch() {
      const send = gather(redis)
      const scripts = {
        evalsha: (sha: string, keys: string[], args: unknown[]) =>
          send((pipeline) => pipeline.evalsha(sha, keys, args)),
        eval: (script: string, keys: string[], args: unknown[]) =>
          send((pipeline) => pipeline.eval(script, keys, args)),
      }
      return {
        async get(key) {
          const value = await send((pipeline) => pipeline.get(key))
          return typeof value === 'string' ? value : undefined
        },

        async getAll(keys) {
          const values = await send((pipeline) => pipeline.mget(keys))
          if (!Array.isArray(values)) throw new Error('Redis sent no list')
          return values.map((value: unknown) => (typeof value === 'string' ? value : undefined))
        },

        async take(key, seconds) {
          const options = { ex: seconds, nx: true } as const
          return (await send((pipeline) => pipeline.set(key, '1', options))) !== null
        },

        async limit(name, limit, id) {
          const limiter = new Ratelimit({
            // The limiter calls evalsha and eval alone, and takes their results as they come.
            redis: scripts as unknown as Redis,
            limiter: Ratelimit.slidingWindow(limit.tokens, `${limit.seconds} s`),
            prefix: `@upstash/ratelimit:${name}`,
            timeout: 0,
            ephemeralCache: false,
          })
          const { success, reset } = await limiter.limit(id)
          return { allowed: success, reset }
        },
      }
    },
  }
}

const deleteUnless = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.call('DEL', KEYS[1]) end
  return 0`

function pipelineOf(redis: Redis): RedisPipeline {
  const pipeline = redis.pipeline()
  const then = (_: unknown) => door
  const door: RedisPipeline = {
    get: (key) => then(pipeline.get(key)),
    set: (key, value, options) => then(pipeline.set(key, value, options)),
    del: (...keys) => then(pipeline.del(...keys)),
    delUnless: (key, value) => then(pipeline.eval(deleteUnless, [key], [value])),
    incr: (key) => then(pipeline.incr(key)),
    incrby: (key, by) => then(pipeline.incrby(key, by)),
    expire: (key, seconds) => then(pipeline.expire(key, seconds)),
    exec: () => pipeline.exec(),
  }
  return door
}

type Pipeline = ReturnType<Redis['pipeline']>

function gather(redis: Redis) {
  let open:
    | { pipeline: Pipeline; replies: Promise<{ result?: unknown; error?: string }[]> }
    | undefined
  return async (add: (pipeline: Pipeline) => unknown): Promise<unknown> => {
    open ??= start()
    const { pipeline, replies } = open
    const index = pipeline.length()
    add(pipeline)
    const reply = (await replies)[index]
    if (!reply || reply.error) throw new Error(reply?.error ?? 'Redis sent no reply')
    return reply.result
  }

  function start() {
    const pipeline = redis.pipeline()
    const replies = new Promise((resolve) => setTimeout(resolve, 0)).then(() => {
      open = undefined
      return pipeline.exec({ keepErrors: true })
    })
    return { pipeline, replies }
  }
}
