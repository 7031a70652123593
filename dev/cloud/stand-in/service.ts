import { createServer } from 'node:http'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { type Context, Hono } from 'hono'
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
  const front = new Hono<{ Bindings: HttpBindings }>()
    .route('/', faultRoutes(faults))
    .all('*', (c) => answer(c, { ...options, faults, requests }))
  const server = createServer(getRequestListener((request, env) => front.fetch(request, env)))
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

/**
 * Lets people set faults by hand: `POST /__faults` with one fault or an array of them as JSON
 * replaces those in force, `GET /__faults` lists them, `DELETE /__faults` clears them. No key needed.
 */
function faultRoutes(faults: FaultSwitch) {
  return new Hono()
    .get('/__faults', (c) => c.json(faults.list()))
    .post('/__faults', async (c) => {
      const wanted = Fault.array().safeParse([await c.req.json().catch(() => undefined)].flat())
      if (!wanted.success) return c.json({ error: wanted.error.message }, 400)
      faults.set(...wanted.data)
      return c.json(faults.list())
    })
    .delete('/__faults', (c) => {
      faults.clear()
      return c.body(null, 204)
    })
}

type Front = Required<Omit<ServiceOptions, 'port'>>

async function answer(c: Context<{ Bindings: HttpBindings }>, front: Front): Promise<Response> {
  const arrivedAt = performance.now()
  const { outgoing } = c.env
  const entry: RequestEntry = { method: c.req.method, path: c.req.path, status: 0, ms: 0 }
  outgoing.once('close', () => {
    if (!outgoing.writableFinished && !isOurDoing(fault)) entry.aborted = true
  })
  const fault = front.faults.strike(c.req.path)
  const reply = await struckReply(c, front, arrivedAt, fault)
  if (fault?.kind === 'slow') await waitUntil(arrivedAt + (fault.delayMs ?? 0))
  if (reply !== RESPONSE_ALREADY_SENT) entry.status = reply.status
  entry.ms = performance.now() - arrivedAt
  front.requests.add(entry)
  return reply
}

const isOurDoing = (fault: Fault | undefined) => fault?.kind === 'down' || fault?.kind === 'cut'

async function struckReply(
  c: Context<{ Bindings: HttpBindings }>,
  { app, refusal }: Front,
  arrivedAt: number,
  fault: Fault | undefined,
): Promise<Response> {
  if (fault?.kind === 'down') {
    c.env.incoming.socket.destroy()
    return RESPONSE_ALREADY_SENT
  }
  if (fault?.kind === 'status') {
    const reply = refusal(fault.status)
    if (fault.retryAfter !== undefined) reply.headers.set('retry-after', `${fault.retryAfter}`)
    return reply
  }
  if (fault?.kind === 'garbage') return c.html('<html><body>Sign in to the network</body></html>')
  if (fault?.kind === 'scripted') return scriptedReply(fault)
  const reply = await app.fetch(c.req.raw, { ...c.env, arrivedAt, ...(fault && { fault }) })
  return fault?.kind === 'cut' ? brokenOff(reply, fault.afterBytes, c.env) : reply
}

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
