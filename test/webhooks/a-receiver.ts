import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A delivery as it arrived. */
export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
  answered: number
}

interface Reply {
  status: number
  headers?: Record<string, string>
  body?: string
  delayMs?: number
  /** What it waits for. */
  until?: Promise<void>
}

type Answer = (received: Omit<Received, 'answered'>) => Reply | undefined

/**
 * A server on 127.0.0.1 that keeps what it receives and answers as told, 204 when not told. An
 * `answer` of undefined never comes.
 */
export async function aReceiver(answer: Answer = () => ({ status: 204 })) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    const arrived = { path: request.url ?? '', headers: request.headers, body }
    const reply = answer(arrived)
    received.push({ ...arrived, answered: reply?.status ?? 0 })
    if (!reply) return
    const send = () => response.writeHead(reply.status, reply.headers).end(reply.body)
    await reply.until
    if (reply.delayMs === undefined) send()
    else setTimeout(send, reply.delayMs)
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    close: () => {
      server.closeAllConnections()
      return new Promise<void>((closed) => server.close(() => closed()))
    },
  }
}

export type Receiver = Awaited<ReturnType<typeof aReceiver>>
