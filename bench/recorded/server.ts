import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { createRedisReplies } from './redis-replies.ts'
import { createReplies, type Reply } from './replies.ts'

/**
 * Stands before the local stand-ins in a process of its own. While it records, it passes each request on
 * and keeps the reply; afterwards it gives the same replies at once, or after the waits it is told.
 */

const Script = z.object({
  type: z.string(),
  begins: z.string(),
  /** Written so many times, one after the other. */
  repeats: z.string(),
  times: z.int(),
  ends: z.string(),
})

export type Script = z.infer<typeof Script>

const Control = z.object({
  /** Where each service is; where this is absent, what was recorded is replayed. */
  targets: z.optional(z.record(z.string(), z.url())),
  /** By service, or by service and path. */
  waitsMs: z.record(z.string(), z.number()),
  /** What is written in place of a reply, whether it records or not. */
  scripts: z.optional(z.record(z.string(), Script)),
})

/** What Cloudflare says of a message that a queue has taken: a Worker that runs alone sends its own here. */
const taken = JSON.stringify({ metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } })

let control: z.infer<typeof Control> = { waitsMs: {} }
/** What has been asked since the last GET of /noted, which begins it; a DELETE gives the rest and ends it. */
let noted: { path: string; body: string }[] | undefined
const replies = createReplies()
const redis = createRedisReplies()

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
})

async function answer(request: IncomingMessage, response: ServerResponse) {
  const [, service = '', path = ''] = /^\/([^/]+)(.*)$/.exec(request.url ?? '') ?? []
  const said = await read(request)
  if (service === 'control') {
    if (request.method === 'PUT') control = Control.parse(JSON.parse(said))
    redis.forgetAnswers()
    return response.end(JSON.stringify(replies.counts()))
  }
  if (service === 'noted') {
    const told = JSON.stringify(noted ?? [])
    noted = request.method === 'DELETE' ? undefined : []
    return response.end(told)
  }
  noted?.push({ path: request.url ?? '', body: said })
  if (service === 'message' || service === 'batch') return response.end(taken)
  const script = control.scripts?.[service + path] ?? control.scripts?.[service]
  if (script) return await write(script, response)
  const asked = { service, path, method: request.method ?? 'GET', said }
  const target = control.targets?.[service]
  const reply = target ? await pass(`${target}${path}`, request, said) : undefined
  if (reply && service === 'upstash') redis.keep(said, reply)
  else if (reply) replies.keep(asked, reply)
  const given = reply ?? (service === 'upstash' ? redis.give(said) : replies.give(asked))
  const wait = control.waitsMs[service + path] ?? control.waitsMs[service] ?? 0
  if (wait > 0) await pause(wait)
  response.writeHead(given.status, { 'content-type': given.type }).end(given.body)
}

/** Writes it without saying how long it is; whoever has read enough leaves. */
async function write(script: Script, response: ServerResponse) {
  response.writeHead(200, { 'content-type': script.type })
  await pipeline(Readable.from(partsOf(script)), response).catch(() => undefined)
}

function* partsOf({ begins, repeats, times, ends }: Script) {
  if (begins) yield begins
  for (let time = 0; time < times; time += 1) yield repeats
  yield ends
}

async function pass(url: string, request: IncomingMessage, said: string): Promise<Reply> {
  const {
    host: _host,
    connection: _connection,
    'content-length': _length,
    ...rest
  } = request.headers
  const headers = Object.entries(rest).map(([name, value]) => [name, String(value)] as const)
  const body = said === '' ? {} : { body: said }
  const method = request.method ?? 'GET'
  const reply = await fetch(url, { method, headers: Object.fromEntries(headers), ...body })
  const type = reply.headers.get('content-type') ?? 'application/json'
  return { status: reply.status, type, body: await reply.text() }
}

async function read(request: IncomingMessage): Promise<string> {
  request.setEncoding('utf8')
  let text = ''
  for await (const part of request) text += part
  return text
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address) process.send?.(address.port)
})
process.on('disconnect', () => process.exit(0))
