import * as z from 'zod'
import type { Reply } from './replies.ts'

const Commands = z.array(z.tuple([z.string()]).rest(z.union([z.string(), z.number()])))
const Results = z.array(z.object({ result: z.optional(z.unknown()) }))
// Behind the script come the number of its keys, the key, and its new value.
const setsItsKey = "redis.call('SET', KEYS[1], ARGV[1]"
type Command = z.infer<typeof Commands>[number]

/** Upstash's pipelines over keys in memory; what a script gives is what it gave when it was recorded. */
export function createRedisReplies() {
  const values = new Map<string, unknown>()
  const learnt = new Map<string, unknown>()
  const kindOf = ([name, ...args]: Command) =>
    name.startsWith('EVAL') ? `${name} ${args[0]}` : name

  function run(command: Command): unknown {
    const [name, ...args] = command
    const keys = args.map(String)
    const [key = '', value] = keys
    if (name === 'GET' || name === 'GETEX') return values.get(key) ?? null
    if (name === 'MGET') return keys.map((each) => values.get(each) ?? null)
    if (name === 'DEL') return keys.filter((each) => values.delete(each)).length
    if (name === 'EVAL' && key.includes(setsItsKey)) values.set(keys[2] ?? '', keys[3])
    if (name !== 'SET') return learnt.get(kindOf(command)) ?? 1
    if (keys.includes('NX') && values.has(key)) return null
    values.set(key, value)
    return 'OK'
  }

  /** What is read was there, whoever wrote it: the version of the index, and how it is calibrated. */
  function note([name, ...args]: Command, result: unknown) {
    const read = name === 'MGET' ? result : name === 'GET' || name === 'GETEX' ? [result] : []
    if (!Array.isArray(read)) return
    read.forEach((value, at) => {
      if (value !== null && value !== undefined) values.set(String(args[at]), value)
    })
  }

  return {
    /** What was answered may be asked anew: neither the answers nor what they were about is known. */
    forgetAnswers() {
      for (const key of values.keys()) if (/^(?:cache|near):/.test(key)) values.delete(key)
    },

    keep(said: string, { status, body }: Reply) {
      if (status !== 200) return
      const results = Results.parse(JSON.parse(body))
      Commands.parse(JSON.parse(said)).forEach((command, at) => {
        const result = results[at]?.result
        learnt.set(kindOf(command), result)
        note(command, result)
        run(command)
      })
    },

    give(said: string): Reply {
      const results = Commands.parse(JSON.parse(said)).map((command) => ({ result: run(command) }))
      return { status: 200, type: 'application/json', body: JSON.stringify(results) }
    },
  }
}
