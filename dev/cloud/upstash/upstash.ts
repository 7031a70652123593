import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { ServiceEnv } from '../stand-in/service.ts'
import type { RedisBackend } from './redis-backend.ts'
import { type RedisReply, ReplyError } from './redis-reply.ts'

const Command = z.tuple(
  [z.string()],
  z.union([z.string(), z.number(), z.boolean()]).transform((argument) => `${argument}`),
)
const Commands = z.array(Command).min(1)

type Outcome = { result: unknown } | { error: string }

/** Upstash's REST protocol for Redis: `POST /` one command, `/pipeline` several, `/multi-exec` a transaction. */
export function createUpstashApp(redis: RedisBackend, token: string) {
  return new Hono<ServiceEnv>()
    .use(async (c, next) => {
      if (c.req.header('authorization') === `Bearer ${token}`) return next()
      return c.json({ error: 'Unauthorized' }, 401)
    })
    .post('/', async (c) => {
      const command = Command.safeParse(await readJson(c))
      if (!command.success) return c.json({ error: 'ERR failed to parse command' }, 400)
      const outcome = toOutcome(await redis.call(command.data), encoderOf(c))
      return c.json(outcome, 'error' in outcome ? 400 : 200)
    })
    .post('/pipeline', async (c) => {
      const commands = Commands.safeParse(await readJson(c))
      if (!commands.success) return c.json({ error: 'ERR failed to parse pipeline request' }, 400)
      const replies: RedisReply[] = []
      for (const command of commands.data) replies.push(await redis.call(command))
      return c.json(replies.map((reply) => toOutcome(reply, encoderOf(c))))
    })
    .post('/multi-exec', async (c) => {
      const commands = Commands.safeParse(await readJson(c))
      if (!commands.success) return c.json({ error: 'ERR failed to parse transaction' }, 400)
      const replies = await redis.transaction(commands.data)
      // Redis refuses the whole transaction when one command cannot even be queued.
      if (replies instanceof ReplyError) return c.json({ error: replies.message }, 400)
      return c.json(replies.map((reply) => toOutcome(reply, encoderOf(c))))
    })
    .notFound((c) => c.json({ error: 'ERR not found' }, 404))
}

/** Upstash's reply while the fault switch asks for an error. */
export function upstashRefusal(status: 429 | 500): Response {
  const error = status === 429 ? 'ERR max request rate exceeded' : 'ERR internal error'
  return Response.json({ error }, { status })
}

async function readJson(c: Context): Promise<unknown> {
  // Not JSON is refused like JSON of a wrong shape.
  return c.req.json().catch(() => undefined)
}

function encoderOf(c: Context): (text: string) => string {
  const wanted = c.req.header('upstash-encoding') === 'base64'
  return wanted ? (text) => Buffer.from(text).toString('base64') : (text) => text
}

function toOutcome(reply: RedisReply, encode: (text: string) => string): Outcome {
  if (reply instanceof ReplyError) return { error: reply.message }
  return { result: reply === 'OK' ? reply : encoded(reply, encode) }
}

function encoded(reply: RedisReply, encode: (text: string) => string): unknown {
  if (typeof reply === 'string') return encode(reply)
  if (Array.isArray(reply)) return reply.map((member) => encoded(member, encode))
  return reply instanceof ReplyError ? reply.message : reply
}
