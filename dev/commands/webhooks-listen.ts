import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import * as z from 'zod/mini'
import { EventType } from '../../lib/webhooks/events.ts'
import { CreatedWebhook } from '../../lib/webhooks/registry.ts'
import { developmentSecrets } from '../suite/secrets.ts'
import { reasonOf } from './reason-of.ts'
import { aborted, stopSignal } from './stop-signal.ts'
import { askSuite, defaultUrl, suiteUrl } from './suite-door.ts'
import { runCommand, UsageError } from './usage-error.ts'

const Envelope = z.object({ type: z.string(), timestamp: z.string(), data: z.unknown() })

// Registers a webhook for this machine, and verifies and prints what it receives until Ctrl-C.
const usage = `
Usage: npm run webhooks:listen [-- --url URL] [--events NAMES] [--port N] [--public-url URL] [--count N]

Registers a webhook for this machine, then verifies and prints what it receives until Ctrl-C.
  --events       names of events, with commas between them; all when absent
  --public-url   where a suite on the internet reaches this machine, such as a tunnel
  --count        ends after so many events
ADMIN_TOKEN in the environment opens a suite that is not the local one.`

await runCommand(usage, async () => {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: defaultUrl },
      port: { type: 'string', default: '0' },
      events: { type: 'string', default: EventType.options.join(',') },
      'public-url': { type: 'string' },
      count: { type: 'string', default: 'Infinity' },
    },
  })
  const suite = createSuite(suiteUrl(values.url))
  const inbox = createInbox(Number(values.count))
  const ownUrl = await listen(inbox.server, Number(values.port))
  const { webhook_id, url, secret } = await suite.register(
    values['public-url'] ?? ownUrl,
    values.events.split(','),
  )
  inbox.open(secret)
  console.log(`Webhook ${webhook_id} goes to ${url}\nSecret ${secret}\nStop with Ctrl-C.\n`)
  await suite.test(webhook_id)
  await Promise.race([inbox.full, aborted(stopSignal())])
  await suite.remove(webhook_id)
  process.exit(0)
})

/** A receiver to copy: it verifies the raw body before it reads it, and answers at once. */
function createInbox(count: number) {
  let verifier: Webhook | undefined
  let taken = 0
  const { promise: full, resolve } = Promise.withResolvers<void>()
  const server = createServer(async (request, response) => {
    const body = await readBody(request)
    try {
      verifier?.verify(body, headersOf(request))
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error
      console.log(`✗ ${request.headers['webhook-id']}: ${error.message}`)
      response.writeHead(400).end()
      return
    }
    response.writeHead(204).end()
    print(request, body)
    taken += 1
    if (taken >= count) resolve()
  })
  return {
    server,
    full,
    open(secret: string) {
      verifier = new Webhook(secret)
    },
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function headersOf({ headers }: IncomingMessage) {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function print({ headers }: IncomingMessage, body: Buffer) {
  const { type, timestamp, data } = Envelope.parse(JSON.parse(body.toString()))
  console.log(`✓ ${type} · ${timestamp} · ${headers['webhook-id']}`)
  console.log(`${JSON.stringify(data, undefined, 2).replace(/^/gm, '  ')}\n`)
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((ready, failed) => {
    server.once('error', (error) => failed(new UsageError(`--port ${port}: ${error.message}`)))
    server.listen(port, '127.0.0.1', ready)
  })
  // A server that listens on a port has an address with one.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

function createSuite(url: string) {
  const send = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await askSuite(url, `/v1/webhooks${path}`, {
      method,
      headers: {
        authorization: `Bearer ${process.env.ADMIN_TOKEN ?? developmentSecrets.ADMIN_TOKEN}`,
        'content-type': 'application/json',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (response.ok) return response
    throw new UsageError(`${url} refuses: ${await reasonOf(response)}`)
  }
  return {
    async register(receiver: string, events: string[]) {
      const description = 'npm run webhooks:listen'
      const response = await send('POST', '', { url: receiver, events, description })
      return CreatedWebhook.parse(await response.json())
    },
    test: (id: string) => send('POST', `/${id}/test`),
    remove: (id: string) => send('DELETE', `/${id}`),
  }
}
