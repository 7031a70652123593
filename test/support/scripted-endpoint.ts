import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Citation, Done, Source } from '../../lib/chat/events.ts'

/** What the endpoint answers to the next questions. */
export interface Script {
  sources?: Partial<Source>[]
  /** The answer's text, piece by piece. */
  deltas?: string[]
  citations?: Citation[]
  done?: Partial<Done>
  /** Milliseconds between two events. */
  paceMs?: number
  /** For each connection in turn: after how many bytes of it the socket breaks. */
  cuts?: ((events: string[]) => number)[]
  /** How many bytes are written at once; a whole event when absent. */
  bytesAtOnce?: number
  /** Keeps the stream open after so many events. */
  holdAfter?: number
  /** Answers of another kind, by the path's beginning. */
  refusals?: Record<string, { status: number; body: object; headers?: Record<string, string> }>
  /** What the history holds, as the route tells it. */
  messages?: object[]
  /** Whether somebody is told when a person is asked for, as a new session says, and as passing on does. */
  hasPerson?: boolean
  isTold?: boolean
  /** Questions to begin with on a page. */
  starters?: string[]
  /** What a search finds: pages, as the route tells them. */
  found?: object[]
  /** What else the pages answer. */
  suggestions?: string[]
  /** What comes after `done`. */
  late?: { event: string; data: object }[]
  /** What has to happen before that comes. */
  lateAfter?: Promise<void>
}

export interface Heard {
  method: string
  path: string
  query: string
  headers: IncomingMessage['headers']
  body: unknown
}

export type ScriptedEndpoint = Awaited<ReturnType<typeof startScriptedEndpoint>>

const cutDelayMs = 50
let opened = 0
const queryId = '8d7f2f3e-0b8e-4f0c-8a41-0a6d8f6d2b55'
const sessionId = '6a658b63-c71b-43ee-aa05-07e0dbd112e1'

/**
 * A real server that speaks the product's routes and event stream and says what a test has written:
 * it stands for an endpoint that is slow, broken or hostile.
 */
export async function startScriptedEndpoint() {
  const heard: Heard[] = []
  const endpoint = {
    url: '',
    heard,
    script: {} as Script,
    asked: () => heard.filter(({ method, path }) => method === 'POST' && path === '/v1/chat'),
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
  const server = createServer((request, response) => {
    void hear(request).then(async (one) => {
      // Every panel that is opened asks for these; who counts calls does not mean them.
      if (one.method !== 'OPTIONS' && one.path !== '/v1/starters') heard.push(one)
      await answer(one, response, endpoint.script)
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  endpoint.url = `http://127.0.0.1:${address.port}`
  return endpoint
}

/** A source as the suite sends it, with what the test says of it. */
export function aSource(own: Partial<Source> = {}): Source {
  return {
    n: 1,
    passage_id: '1645786219802688011',
    text: 'The lens is built of concentric rings of glass. Each ring is a prism.',
    source: 'docs/Part-1-lamps/01-the-fresnel-lens.md',
    url: 'https://book.example/docs/lamps/the-fresnel-lens#how-it-works',
    part: 'Lamps',
    part_number: 1,
    chapter: 'The Fresnel lens',
    section: 'How it works',
    score: 1,
    is_primary: false,
    ...own,
  }
}

async function hear(request: IncomingMessage): Promise<Heard> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  const text = Buffer.concat(chunks).toString()
  return {
    method: request.method ?? '',
    path: (request.url ?? '').split('?')[0] ?? '',
    query: (request.url ?? '').split('?')[1] ?? '',
    headers: request.headers,
    body: text === '' ? undefined : JSON.parse(text),
  }
}

async function answer(heard: Heard, response: ServerResponse, script: Script): Promise<void> {
  const { method, path, headers } = heard
  for (const [name, value] of Object.entries(crossOrigin(headers.origin))) {
    response.setHeader(name, value)
  }
  if (method === 'OPTIONS') return void response.writeHead(204).end()
  const refusal = Object.entries(script.refusals ?? {}).find(([prefix]) => path.startsWith(prefix))
  if (refusal) {
    const { status, body, headers: own } = refusal[1]
    return json(response, status, body, own)
  }
  if (path === '/v1/chat') return await stream(response, script, 0)
  if (path.endsWith('/events')) {
    return await stream(response, script, Number(headers['last-event-id'] ?? 0))
  }
  if (path === '/v1/starters') {
    return json(response, 200, { questions: script.starters ?? [] })
  }
  if (path === '/v1/search') return json(response, 200, { data: script.found ?? [] })
  if (path.endsWith('/messages')) return json(response, 200, { data: script.messages ?? [] })
  if (method === 'POST' && path === '/v1/sessions') {
    const has_person = script.hasPerson ?? true
    opened += 1
    const session_id = opened === 1 ? sessionId : randomUUID()
    return json(response, 201, { ...openedSession(), session_id, has_person })
  }
  if (method === 'POST' && path.endsWith('/escalate')) {
    return json(response, 200, {
      ...openedSession(),
      status: 'escalated',
      questions: 1,
      is_told: script.isTold ?? true,
    })
  }
  response.writeHead(204).end()
}

const crossOrigin = (origin = '*') => ({
  'access-control-allow-origin': origin,
  'access-control-allow-methods': 'GET, POST, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, accept, last-event-id',
  'access-control-expose-headers': 'x-request-id, server-timing, retry-after, location',
})

function json(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  response.writeHead(status, { 'content-type': type, ...headers }).end(JSON.stringify(body))
}

const openedSession = () => ({
  session_id: sessionId,
  token: 'header.payload.signature',
  created_at: new Date().toISOString(),
  expires_at: new Date(Date.now() + 3_600_000).toISOString(),
})

async function stream(response: ServerResponse, script: Script, lastId: number): Promise<void> {
  const events = encodedEvents(script).slice(lastId)
  const firstLate = events.length - (script.late?.length ?? 0)
  const cutAt = script.cuts?.shift()?.(events)
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
  response.flushHeaders()
  let left = cutAt ?? Number.POSITIVE_INFINITY
  for (const [index, event] of events.entries()) {
    if (script.holdAfter !== undefined && index + lastId >= script.holdAfter) return
    if (script.paceMs) await pause(script.paceMs)
    if (index === firstLate) await script.lateAfter
    if (response.destroyed) return
    const bytes = Buffer.from(event).subarray(0, left)
    for (let at = 0; at < bytes.length; at += script.bytesAtOnce ?? bytes.length) {
      const piece = bytes.subarray(at, at + (script.bytesAtOnce ?? bytes.length))
      await new Promise((written) => response.write(piece, written))
    }
    left -= bytes.length
    if (left > 0) continue
    // A page's fetch that breaks forgets the bytes that the page has not read yet.
    await pause(cutDelayMs)
    return void response.socket?.end()
  }
  response.end()
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

function encodedEvents(script: Script): string[] {
  const sources = (script.sources ?? [{}]).map((own, index) => aSource({ n: index + 1, ...own }))
  const events = [
    { event: 'sources', data: { query_id: queryId, retrieval_mode: 'full_book', sources } },
    ...(script.deltas ?? []).map((text) => ({ event: 'delta', data: { text } })),
    { event: 'citations', data: { citations: script.citations ?? [] } },
    ...(script.suggestions
      ? [{ event: 'suggestions', data: { questions: script.suggestions } }]
      : []),
    { event: 'done', data: { ...done, ...script.done } },
    ...(script.late ?? []),
  ]
  return events.map(
    ({ event, data }, index) =>
      `id: ${index + 1}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
  )
}

const done: Done = {
  query_id: queryId,
  answered: true,
  finish: 'stop',
  cached: false,
  degraded: [],
  latency_ms: 340,
  timings: {},
}
