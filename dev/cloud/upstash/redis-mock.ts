import type { Redis } from 'ioredis'
import type { RedisCommand } from './redis-command.ts'
import { brokenRule } from './redis-rules.ts'

const optionWords =
  /^(ex|px|exat|pxat|nx|xx|get|keepttl|persist|match|count|type|withscores|gt|lt|ch|incr|rev|limit|byscore|bylex)$/i

/** Commands whose first arguments are a key and a value that must reach the mock as they are. */
const argumentsBeforeOptions: Record<string, number> = { set: 2, getex: 1, scan: 1, zadd: 1 }

/** Runs one command on ioredis-mock, which has a method a command and no `call`; run one at a time. */
export async function callMock(mock: Redis, [name, ...args]: RedisCommand): Promise<unknown> {
  const method = name.toLowerCase()
  const run: unknown = Reflect.get(mock, method)
  if (!commands.has(method) || typeof run !== 'function')
    throw new Error(unknownCommand(name, args))
  const broken = await brokenRule(mock, method, args)
  if (broken !== undefined) throw new Error(broken)
  const reply: unknown = await run.apply(mock, withUpperCaseOptions(method, args))
  return method === 'hgetall' ? flattened(reply) : reply
}

function unknownCommand(name: string, args: string[]): string {
  const shown = args.slice(0, 3).map((argument) => `'${argument}'`)
  return `ERR unknown command '${name}', with args beginning with: ${shown.join(' ')}`
}

// The mock overlooks options in lower case, which is how Upstash's SDK sends them.
function withUpperCaseOptions(method: string, args: string[]): string[] {
  const before = argumentsBeforeOptions[method]
  if (before === undefined) return args
  return args.map((argument, n) =>
    n >= before && optionWords.test(argument) ? argument.toUpperCase() : argument,
  )
}

function flattened(reply: unknown): unknown {
  if (typeof reply !== 'object' || reply === null || Array.isArray(reply)) return reply
  return Object.entries(reply).flat()
}

const commands = new Set(
  `append copy dbsize decr decrby del echo exists expire expireat flushall flushdb get getdel
  getex getrange getset hdel hexists hget hgetall hincrby hincrbyfloat hkeys hlen hmget hmset hset
  hsetnx hstrlen hvals incr incrby incrbyfloat keys lindex linsert llen lpop lpos lpush lpushx lrange
  lrem lset ltrim mget mset msetnx persist pexpire pexpireat ping psetex pttl publish rename renamenx
  rpop rpush rpushx sadd scan scard sdiff set setex setnx setrange sinter sismember smembers
  smismember smove spop srandmember srem strlen sunion time touch ttl type unlink zadd zcard zcount
  zincrby zpopmax zpopmin zrange zrangebyscore zrank zrem zremrangebyrank zremrangebyscore zrevrange
  zrevrank zscore`.split(/\s+/),
)
