import { createServer, IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { getRequestListener, type Http2Bindings, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { getPath } from 'hono/utils/url'
import { createFaultSwitch, Fault, type FaultSwitch } from './faults.ts'
import { createRequestLog, type RequestEntry, type RequestLog } from './request-log.ts'

/** What a stand-in's handlers find in `c.env`. */
export interface ServiceEnv {
  Bindings: HttpBindings & { arrivedAt: number; fault?: Fault }
}

export interface ServiceOptions {
  app: Hono<ServiceEnv>
  /** The real service's own form of an error that the fault switch asks for. */
  refusal: (status: 429 | 500) => Response
  port?: number | undefined
  faults?: FaultSwitch
  requests?: RequestLog
}

export type Service = Awaited<ReturnType<typeof startService>>

/** Serves a stand-in on 127.0.0.1 behind its fault switch and request log. */
export async function startService(options: ServiceOptions) {
  const faults = options.faults ?? createFaultSwitch()
  const requests = options.requests ?? createRequestLog()
  const byHand = faultRoutes(faults)
  const front = { ...options, faults, requests }
  const listener = getRequestListener(async (request, env) => {
    const path = getPath(request)
    return path === faultsPath ? byHand.fetch(request) : answer(request, http1(env), path, front)
  })
  const server = createServer(listener)
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(options.port ?? 0, '127.0.0.1', listening)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    faults,
    requests,
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

function http1({ incoming, outgoing }: HttpBindings | Http2Bindings): HttpBindings {
  if (incoming instanceof IncomingMessage && outgoing instanceof ServerResponse)
    return { incoming, outgoing }
  throw new Error('the server speaks HTTP/1.1')
}

const faultsPath = '/__faults'

/**
 * Lets people set faults by hand: `POST /__faults` with one fault or an array of them as JSON
 * replaces those in force, `GET /__faults` lists them, `DELETE /__faults` clears them. No key needed.
 */
function faultRoutes(faults: FaultSwitch) {
  return new Hono()
    .get(faultsPath, (c) => c.json(faults.list()))
    .post(faultsPath, async (c) => {
      const wanted = Fault.array().safeParse([await c.req.json().catch(() => undefined)].flat())
      if (!wanted.success) return c.json({ error: wanted.error.message }, 400)
      faults.set(...wanted.data)
      return c.json(faults.list())
    })
    .delete(faultsPath, (c) => {
      faults.clear()
      return c.body(null, 204)
    })
}

type Front = Required<Omit<ServiceOptions, 'port'>>

async function answer(
  request: Request,
  http: HttpBindings,
  path: string,
  front: Front,
): Promise<Response> {
  const arrivedAt = performance.now()
  const { outgoing } = http
  const entry: RequestEntry = { method: request.method, path, status: 0, ms: 0 }
  outgoing.once('close', () => {
    if (!outgoing.writableFinished && !isOurDoing(fault)) entry.aborted = true
  })
  const fault = front.faults.strike(path)
  const reply = await struckReply(request, { ...http, arrivedAt, ...(fault && { fault }) }, front)
  if (fault?.kind === 'slow') await waitUntil(arrivedAt + (fault.delayMs ?? 0))
  if (reply !== RESPONSE_ALREADY_SENT) entry.status = reply.status
  entry.ms = performance.now() - arrivedAt
  front.requests.add(entry)
  return reply
}

const isOurDoing = (fault: Fault | undefined) => fault?.kind === 'down' || fault?.kind === 'cut'

async function struckReply(
  request: Request,
  env: ServiceEnv['Bindings'],
  { app, refusal }: Front,
): Promise<Response> {
  const { fault, incoming } = env
  if (fault?.kind === 'down') {
    incoming.socket.destroy()
    return RESPONSE_ALREADY_SENT
  }
  if (fault?.kind === 'status') {
    const reply = refusal(fault.status)
    if (fault.retryAfter !== undefined) reply.headers.set('retry-after', `${fault.retryAfter}`)
    return reply
  }
  if (fault?.kind === 'garbage') return signInPage()
  if (fault?.kind === 'scripted') return scriptedReply(fault)
  const reply = await app.fetch(request, env)
  return fault?.kind === 'cut' ? brokenOff(reply, fault.afterBytes, env) : reply
}

const signInPage = () =>
  new Response('<html><body>Sign in to the network</body></html>', {
    headers: { 'content-type': 'text/html; charset=UTF-8' },
  })

function scriptedReply({
  status,
  type,
  writes,
  paceMs = 0,
}: Extract<Fault, { kind: 'scripted' }>): Response {
  const left = writes.values()
  let dueMs = performance.now()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // One write a turn of the loop, so that none is joined with the next.
      await turn()
      const { done, value } = left.next()
      if (done) return controller.close()
      dueMs += paceMs
      await waitUntil(dueMs)
      controller.enqueue(new TextEncoder().encode(value))
    },
  })
  return new Response(body, { status, headers: { 'content-type': type } })
}

/** Resolves at that moment of `performance.now()`, or at once when it has passed. */
export async function waitUntil(momentMs: number): Promise<void> {
  const left = momentMs - performance.now()
  if (left > 0) await sleep(left)
}

function brokenOff(reply: Response, afterBytes: number, { incoming }: HttpBindings): Response {
  let left = afterBytes
  // The bytes before the cut must have left the process before the socket is destroyed.
  const destroy = async () => {
    await sleep(5)
    incoming.socket.destroy()
  }
  const cutter = new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      if (left > 0) controller.enqueue(chunk.subarray(0, left))
      left -= chunk.length
      if (left <= 0) await destroy()
    },
    flush: destroy,
  })
  return new Response(reply.body?.pipeThrough(cutter) ?? null, reply)
}
