import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { Redis } from 'ioredis'
import * as z from 'zod'
import { callMock } from './redis-mock.ts'

/** A key as the command that makes it again. */
const Entry = z.strictObject({
  command: z.tuple([z.string(), z.string()], z.string()),
  /** Milliseconds since 1970; absent when the key does not expire. */
  expiresAt: z.number().optional(),
})
type Entry = z.output<typeof Entry>

const saveEveryMs = 5000

/** Keeps a mock's keys in a file: loads them now, saves them at most every 5 s and at the end. */
export async function keepSnapshot(mock: Redis, file: string) {
  await load(mock, file)
  let timer: NodeJS.Timeout | undefined
  return {
    /** Says that keys may have changed. */
    touch() {
      timer ??= setTimeout(() => {
        timer = undefined
        void save(mock, file)
      }, saveEveryMs).unref()
    },
    async close() {
      clearTimeout(timer)
      await save(mock, file)
    },
  }
}

async function load(mock: Redis, file: string): Promise<void> {
  if (!existsSync(file)) return
  const entries = z.array(Entry).parse(JSON.parse(readFileSync(file, 'utf8')))
  for (const { command, expiresAt } of entries) {
    if (expiresAt !== undefined && expiresAt <= Date.now()) continue
    await callMock(mock, command)
    if (expiresAt !== undefined) await mock.pexpireat(command[1], expiresAt)
  }
}

async function save(mock: Redis, file: string): Promise<void> {
  const entries: Entry[] = []
  for (const key of await mock.keys('*')) {
    const command = await making(mock, key)
    const left = await mock.pttl(key)
    if (command) entries.push({ command, ...(left > 0 && { expiresAt: Date.now() + left }) })
  }
  writeFileSync(`${file}.new`, JSON.stringify(entries))
  renameSync(`${file}.new`, file)
}

async function making(mock: Redis, key: string): Promise<Entry['command'] | undefined> {
  switch (await mock.type(key)) {
    case 'string':
      return ['SET', key, (await mock.get(key)) ?? '']
    case 'hash':
      return ['HSET', key, ...Object.entries(await mock.hgetall(key)).flat()]
    case 'list':
      return ['RPUSH', key, ...(await mock.lrange(key, 0, -1))]
    case 'set':
      return ['SADD', key, ...(await mock.smembers(key))]
    case 'zset':
      return ['ZADD', key, ...inPairs(await mock.zrange(key, 0, -1, 'WITHSCORES'))]
    default:
      return undefined
  }
}

// Redis lists members before their scores, and takes scores before members.
function inPairs(members: string[]): string[] {
  return members.map((_, n) => members[n % 2 === 0 ? n + 1 : n - 1] ?? '')
}
