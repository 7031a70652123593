import type { Neon } from './neon.ts'
import type { RedisDoor, RedisPipeline } from './redis.ts'
import {
  count,
  get,
  getAll,
  getAndKeep,
  increase,
  remove,
  removeExpired,
  removeUnless,
  replace,
  type StateCommand,
  set,
} from './state-commands.ts'
import type { LimitDecision } from './wire/sliding-window.ts'

const sweptAtOnce = 1000

/** A rate limiter of Cloudflare's, as a binding. */
export interface RateLimiter {
  limit(options: { key: string }): Promise<{ success: boolean }>
}

export interface StateOptions {
  neon: Neon
  /** What counts in Neon's place, by the limit's name: windows of a minute alone. */
  limiters: Readonly<Record<string, RateLimiter | undefined>>
  /** What a session or an address is counted as, so that the database holds neither. */
  hash: (id: string) => Promise<string>
  now: () => number
}

/**
 * The state in Postgres, where there is no Redis: a table of keys and values that expire. Commands that
 * are given together are one transaction in one request.
 */
export function createStateInPostgres(options: StateOptions): RedisDoor {
  const { neon, limiters, hash, now } = options

  /** Does commands, and gives the values of each. */
  async function run(commands: StateCommand[]): Promise<(string | null)[][]> {
    // Two transactions that want the same rows take them in one order, and never wait for each other.
    const order = commands
      .map((_, at) => at)
      .sort((a, b) => compare(commands[a]?.key ?? '', commands[b]?.key ?? ''))
    const statements = order.flatMap((at) => commands[at]?.statement ?? [])
    const [only] = statements
    const done =
      only && statements.length === 1
        ? [await neon.run(only)]
        : await neon.transaction<typeof statements>(statements)
    const values: (string | null)[][] = commands.map(() => [])
    order.forEach((at, place) => {
      values[at] = (done[place] ?? []).map(({ value }) => value)
    })
    return values
  }

  const one = async (command: StateCommand) => (await run([command]))[0]?.[0] ?? null

  return {
    upstream: 'neon',

    commands: {
      get: (key) => one(get(key)),
      getex: (key, { ex }) => one(getAndKeep(key, ex)),
      mget: async (...keys) => (await run([getAll(keys)]))[0] ?? [],
      set: (key, value, options) => one(set(key, value, options)),
      del: async (...keys) => (await run(keys.map(remove))).flat().length,
      incr: async (key) => Number(await one(increase(key))),
      pipeline: () => pipelineOf(run),
    },

    sweep: async () => (await neon.run(removeExpired(sweptAtOnce))).length,

    batch() {
      const send = gather(run)
      return {
        get: async (key) => (await send(get(key)))[0] ?? undefined,
        getAll: async (keys) => (await send(getAll(keys))).map((value) => value ?? undefined),
        take: async (key, seconds) =>
          (await send(set(key, '1', { ex: seconds, nx: true }))).length > 0,
        async limit(name, { tokens, seconds }, id) {
          const limiter = limiters[name]
          if (limiter) return await limitedBy(limiter, seconds, id)
          const hashed = hash(id).then((who) => count(`limit:${name}:${who}`, seconds))
          const [value] = await send(hashed)
          const [counted = Number.NaN, reset = Number.NaN] = (value ?? '').split(' ').map(Number)
          return { allowed: counted <= tokens, reset }
        },
      }
    },
  }

  /** A binding does not say when its window ends: after a whole one at the latest. */
  async function limitedBy(
    limiter: RateLimiter,
    seconds: number,
    id: string,
  ): Promise<LimitDecision> {
    const { success } = await limiter.limit({ key: id })
    return { allowed: success, reset: now() + seconds * 1000 }
  }
}

type Run = (commands: StateCommand[]) => Promise<(string | null)[][]>

/** A key's commands keep their order; `del` is one command a key, so that each has its place. */
function pipelineOf(run: Run): RedisPipeline {
  const groups: StateCommand[][] = []
  const add = (...commands: StateCommand[]) => {
    groups.push(commands)
    return pipeline
  }
  const pipeline: RedisPipeline = {
    get: (key) => add(get(key)),
    set: (key, value, options) => add(set(key, value, options)),
    del: (...keys) => add(...keys.map(remove)),
    delUnless: (key, value) => add(removeUnless(key, value)),
    replace: (key, value, options) => add(...replace(key, value, options)),
    incr: (key) => add(increase(key)),
    incrby: (key, by) => add(increase(key, by)),
    expire: (key, seconds) => add(getAndKeep(key, seconds)),
    async exec() {
      const values = await run(groups.flat())
      return groups.map((commands) => values.splice(0, commands.length)[0]?.[0] ?? null)
    },
  }
  return pipeline
}

/** Gathers what is asked for without a wait between into one request. */
function gather(run: Run) {
  let open:
    | { commands: (StateCommand | Promise<StateCommand>)[]; values: ReturnType<Run> }
    | undefined
  return async (command: StateCommand | Promise<StateCommand>): Promise<(string | null)[]> => {
    open ??= start()
    const { commands, values } = open
    const at = commands.push(command) - 1
    return (await values)[at] ?? []
  }

  function start() {
    const commands: (StateCommand | Promise<StateCommand>)[] = []
    const values = Promise.resolve().then(async () => {
      open = undefined
      return await run(await Promise.all(commands))
    })
    return { commands, values }
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
