import type { Redis } from 'ioredis'

const families: [pattern: RegExp, type: string][] = [
  [
    /^(append|decr|decrby|get|getdel|getex|getrange|incr|incrby|incrbyfloat|setrange|strlen)$/,
    'string',
  ],
  [/^h/, 'hash'],
  [/^(l|rpop|rpush)/, 'list'],
  [/^s(add|card|diff|inter|ismember|members|mismember|pop|randmember|rem|union)$/, 'set'],
  [/^z/, 'zset'],
]

const atLeast: Record<string, number> = { set: 2, setex: 3, hset: 3, hget: 2, expire: 2, incrby: 2 }
const withoutKey = new Set(['dbsize', 'flushall', 'flushdb', 'ping', 'time'])

/** What Redis would refuse and the mock does not, as Redis' error; undefined when nothing. */
export async function brokenRule(
  redis: Redis,
  method: string,
  args: string[],
): Promise<string | undefined> {
  const [key] = args
  if (withoutKey.has(method)) return undefined
  if (key === undefined || args.length < (atLeast[method] ?? 1)) {
    return `ERR wrong number of arguments for '${method}' command`
  }
  const wanted = families.find(([pattern]) => pattern.test(method))?.[1]
  const found = wanted === undefined ? 'none' : await redis.type(key)
  if (found !== 'none' && found !== wanted) {
    return 'WRONGTYPE Operation against a key holding the wrong kind of value'
  }
  if (!/^(in|de)cr(by)?$/.test(method)) return undefined
  const numbers = [(await redis.get(key)) ?? '0', ...args.slice(1)]
  const areIntegers = numbers.every((number) => /^-?\d+$/.test(number))
  return areIntegers ? undefined : 'ERR value is not an integer or out of range'
}
