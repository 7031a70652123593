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

export type RedisDoor = ReturnType<typeof createRedis>
export type RedisBatch = ReturnType<RedisDoor['batch']>

/**
 * The door to Upstash Redis over HTTP. Values are strings as they are; every request is given up
 * after `timeoutMs` (milliseconds), without retries: Redis makes answers faster, never possible.
 */
export function createRedis(options: { url: string; token: string; timeoutMs: number }) {
  const redis = new Redis({
    url: options.url,
    token: options.token,
    automaticDeserialization: false,
    enableTelemetry: false,
    retry: false,
    signal: () => AbortSignal.timeout(options.timeoutMs),
  })

  return {
    commands: redis,

    /**
     * Gathers commands into one HTTP request, sent when the current turn of the event loop ends.
     * For one request of a Worker only: a shared one would mix the I/O of two requests.
     */
    batch() {
      const send = gather(redis)
      const scripts = {
        evalsha: (sha: string, keys: string[], args: unknown[]) =>
          send((pipeline) => pipeline.evalsha(sha, keys, args)),
        eval: (script: string, keys: string[], args: unknown[]) =>
          send((pipeline) => pipeline.eval(script, keys, args)),
      }
      return {
        async get(key: string): Promise<string | undefined> {
          const value = await send((pipeline) => pipeline.get(key))
          return typeof value === 'string' ? value : undefined
        },

        /** The values of these keys, in their order, by one command. */
        async getAll(keys: string[]): Promise<(string | undefined)[]> {
          const values = await send((pipeline) => pipeline.mget(keys))
          if (!Array.isArray(values)) throw new Error('Redis sent no list')
          return values.map((value: unknown) => (typeof value === 'string' ? value : undefined))
        },

        /** Counts one more for `id` under the limiter `name`. */
        async limit(name: string, limit: Limit, id: string): Promise<LimitDecision> {
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
