import { createHash, randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import RedisMock from 'ioredis-mock'
import { createExclusive } from '../stand-in/exclusive.ts'
import type { RedisCommand } from './redis-command.ts'
import { createLua } from './redis-lua.ts'
import { callMock } from './redis-mock.ts'
import { type RedisReply, ReplyError, toReply, toReplyError } from './redis-reply.ts'
import { keepSnapshot } from './redis-snapshot.ts'

/** Something that runs Redis commands; errors that Redis replies are values. */
export interface RedisBackend {
  call(command: RedisCommand): Promise<RedisReply>
  /** All or nothing is queued; the commands run with no other between them. */
  transaction(commands: RedisCommand[]): Promise<RedisReply[] | ReplyError>
  close(): Promise<void>
}

/** Runs commands on a real Redis. */
export function realRedis(url: string): RedisBackend {
  const redis = new Redis(url, { maxRetriesPerRequest: 1 })
  // A lost connection shows as each command's own error; without a listener it would be printed too.
  redis.on('error', () => {})
  const scripts = createScripts()
  const send = async ([name, ...args]: RedisCommand) =>
    toReply(await redis.call(name.toUpperCase(), ...args).catch(toReplyError))
  return {
    call: async (command) => {
      const resolved = scripts.resolve(command)
      return resolved instanceof ReplyError ? resolved : send(resolved)
    },
    transaction: async (commands) => {
      const batch = redis.multi()
      for (const command of commands) {
        const resolved = scripts.resolve(command)
        if (resolved instanceof ReplyError) return resolved
        const [name, ...args] = resolved
        batch.call(name.toUpperCase(), ...args)
      }
      const replies = await batch.exec().catch(toReplyError)
      if (replies instanceof ReplyError) return replies
      return (replies ?? []).map(([error, reply]) => (error ? toReplyError(error) : toReply(reply)))
    },
    close: async () => redis.disconnect(),
  }
}

/** Runs commands on ioredis-mock, in memory; what it holds outlives it in the `snapshot` file. */
export async function mockRedis(snapshotFile?: string): Promise<RedisBackend> {
  // Mocks of one host share their keys.
  const mock = new RedisMock({ host: `mock-${randomUUID()}` })
  const snapshot = snapshotFile === undefined ? undefined : await keepSnapshot(mock, snapshotFile)
  const scripts = createScripts()
  const inTurn = createExclusive()
  const onMock = (command: RedisCommand) => callMock(mock, command).then(toReply, toReplyError)
  const lua = createLua(onMock)
  const run = async (command: RedisCommand): Promise<RedisReply> => {
    const resolved = scripts.resolve(command)
    if (resolved instanceof ReplyError) return resolved
    snapshot?.touch()
    const [name, ...args] = resolved
    return name === 'EVAL' ? await lua.run(args) : await onMock(resolved)
  }
  return {
    call: (command) => inTurn(() => run(command)),
    transaction: (commands) =>
      inTurn(async () => {
        const replies: RedisReply[] = []
        for (const command of commands) replies.push(await run(command))
        return replies
      }),
    close: async () => {
      await snapshot?.close()
      mock.disconnect()
    },
  }
}

/**
 * Upstash's scripts may begin with a line of flags that Redis 7.0 and the mock do not know. It is
 * taken off, while the script stays known under the SHA-1 of its whole text, as on Upstash.
 */
function createScripts() {
  const known = new Map<string, string>()
  return {
    resolve(command: RedisCommand): RedisCommand | ReplyError {
      const [name, script = '', ...rest] = command
      switch (name.toUpperCase()) {
        case 'EVAL':
          known.set(sha1(script), script)
          return ['EVAL', withoutFlags(script), ...rest]
        case 'EVALSHA': {
          const text = known.get(script.toLowerCase())
          if (text === undefined)
            return new ReplyError('NOSCRIPT No matching script. Please use EVAL.')
          return ['EVAL', withoutFlags(text), ...rest]
        }
        default:
          return command
      }
    },
  }
}

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex')

const withoutFlags = (script: string) => script.replace(/^\s*#!lua[^\n]*\n/, '')
