import * as z from 'zod/mini'
import { type Command, createRedisRest, type RedisRest, resultOf } from './wire/redis-rest.ts'
import { countInWindow, type Limit, type LimitDecision } from './wire/sliding-window.ts'

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

export interface ReplaceOptions {
  /** How the value begins that was read; undefined where there was none. */
  over: string | undefined
  /** A value that is neither replaced nor deleted. */
  unless: string
  /** In seconds. */
  ex: number
}

/** Commands that are done in one request, each in its turn. */
export interface RedisPipeline {
  get(key: string): RedisPipeline
  set(key: string, value: string, options?: SetOptions): RedisPipeline
  del(...keys: string[]): RedisPipeline
  /** Deletes a key unless it has this value. */
  delUnless(key: string, value: string): RedisPipeline
  /** Replaces what was read, if it is still there; what another has put there since is deleted. */
  replace(key: string, value: string, options: ReplaceOptions): RedisPipeline
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
  const rest = createRedisRest(options)
  const run = async (...command: Command) => resultOf((await rest.send([command]))[0])

  return {
    upstream: 'redis',
    commands: {
      get: async (key) => Value.parse(await run('GET', key)),
      getex: async (key, { ex }) => Value.parse(await run('GETEX', key, 'EX', ex)),
      mget: async (...keys) => Values.parse(await run('MGET', ...keys)),
      set: async (key, value, options) =>
        Value.parse(await run(...setCommand(key, value, options))),
      del: async (...keys) => z.int().parse(await run('DEL', ...keys)),
      incr: async (key) => z.int().parse(await run('INCR', key)),
      pipeline: () => pipelineOf(rest),
    },
    sweep: async () => 0,

    /** Sent as soon as what is running now has run: what is asked for without a wait between goes together. */
    batch() {
      const send = gather(rest)
      return {
        get: async (key) => Value.parse(await send('GET', key)) ?? undefined,
        getAll: async (keys) =>
          Values.parse(await send('MGET', ...keys)).map((value) => value ?? undefined),

        take: async (key, seconds) =>
          (await send(...setCommand(key, '1', { ex: seconds, nx: true }))) !== null,

        limit: (name, limit, id) => countInWindow(send, name, limit, id),
      }
    },
  }
}

const Value = z.nullable(z.string())
const Values = z.array(Value)

const setCommand = (key: string, value: string, options?: SetOptions): Command => [
  'SET',
  key,
  value,
  ...(options ? ['EX', options.ex] : []),
  ...(options?.nx ? ['NX'] : []),
  ...(options?.xx ? ['XX'] : []),
]

type Send = (...command: Command) => Promise<unknown>

const deleteUnless = `
  if redis.call('GET', KEYS[1]) ~= ARGV[1] then return redis.call('DEL', KEYS[1]) end
  return 0`

const replaceIfStill = `
  local held = redis.call('GET', KEYS[1])
  if held == ARGV[3] then return 0 end
  local isStill = not held and ARGV[2] == ''
  if held and ARGV[2] ~= '' then isStill = string.sub(held, 1, #ARGV[2]) == ARGV[2] end
  if isStill then return redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[4]) end
  return redis.call('DEL', KEYS[1])`

// What goes together is a question's: a cached answer has some tens of kilobytes, and a few are asked for
// at once.
const fewBytes = 2 ** 20

function pipelineOf(rest: RedisRest): RedisPipeline {
  const commands: Command[] = []
  const add = (...command: Command) => {
    commands.push(command)
    return pipeline
  }
  const pipeline: RedisPipeline = {
    get: (key) => add('GET', key),
    set: (key, value, options) => add(...setCommand(key, value, options)),
    del: (...keys) => add('DEL', ...keys),
    delUnless: (key, value) => add('EVAL', deleteUnless, 1, key, value),
    replace: (key, value, { over = '', unless, ex }) =>
      add('EVAL', replaceIfStill, 1, key, value, over, unless, ex),
    incr: (key) => add('INCR', key),
    incrby: (key, by) => add('INCRBY', key, by),
    expire: (key, seconds) => add('EXPIRE', key, seconds),
    exec: async () =>
      commands.length === 0 ? [] : (await rest.send(commands.splice(0), fewBytes)).map(resultOf),
  }
  return pipeline
}

function gather(rest: RedisRest): Send {
  let open: { commands: Command[]; replies: ReturnType<RedisRest['send']> } | undefined
  return async (...command) => {
    open ??= start()
    const { commands, replies } = open
    const index = commands.push(command) - 1
    return resultOf((await replies)[index])
  }

  function start() {
    const commands: Command[] = []
    const replies = Promise.resolve().then(() => {
      open = undefined
      return rest.send(commands, fewBytes)
    })
    return { commands, replies }
  }
}
