import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import * as z from 'zod'
import type { ServiceEnv } from '../stand-in/service.ts'
import { apiScript, widgetPage } from './turnstile-browser.ts'

const lifeMs = 300_000
const longestResponse = 2048

const Asked = z.object({
  secret: z.string().optional(),
  response: z.string().optional(),
  remoteip: z.union([z.ipv4(), z.ipv6()]).optional(),
  idempotency_key: z.uuid().optional(),
})

interface Given {
  action: string
  hostname: string
  at: number
  usedBy?: string
}

export type TurnstileApp = ReturnType<typeof createTurnstileApp>

/**
 * Cloudflare Turnstile for one site: the script for browsers, and siteverify, which refuses in
 * Cloudflare's own words a wrong secret, a response that is none, and one that is old or was used.
 */
export function createTurnstileApp(
  { siteKey, secret }: { siteKey: string; secret: string },
  now: () => number = Date.now,
) {
  const given = new Map<string, Given>()

  /** A response as a browser gets it once it has passed. */
  function pass(action = 'open-session', hostname = '127.0.0.1'): string {
    const response = `0.${randomUUID()}`
    given.set(response, { action, hostname, at: now() })
    return response
  }

  function verify(asked: z.infer<typeof Asked>): object {
    if (!asked.secret) return fault('missing-input-secret')
    if (asked.secret !== secret) return fault('invalid-input-secret')
    if (!asked.response) return fault('missing-input-response')
    const known = given.get(asked.response)
    if (asked.response.length > longestResponse || !known) return fault('invalid-input-response')
    const key = asked.idempotency_key ?? randomUUID()
    const isUsed = known.usedBy !== undefined && known.usedBy !== key
    if (isUsed || now() - known.at > lifeMs) return fault('timeout-or-duplicate')
    known.usedBy = key
    const { action, hostname, at } = known
    const challenge_ts = new Date(at).toISOString()
    return { success: true, challenge_ts, hostname, 'error-codes': [], action, cdata: '' }
  }

  const app = new Hono<ServiceEnv>()
    .get('/turnstile/v0/api.js', (c) => {
      c.header('content-type', 'text/javascript')
      return c.body(apiScript(new URL(c.req.url).origin))
    })
    .get('/turnstile/v0/widget', (c) => {
      const { sitekey = '', action = '', hostname = '', interactive } = c.req.query()
      if (sitekey !== siteKey) return c.html(widgetPage({ error: '110100' }))
      return c.html(widgetPage({ response: pass(action, hostname) }, interactive === 'true'))
    })
    .post('/turnstile/v0/siteverify', async (c) => {
      const asked = Asked.safeParse(await read(c.req.raw))
      if (!asked.success) return c.json(fault('bad-request'), 400)
      return c.json(verify(asked.data))
    })
  return { app, pass }
}

async function read(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type') ?? ''
  const text = await request.text()
  if (!type.includes('json')) return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text)
  } catch {
    // The reply says so: bad-request.
    return undefined
  }
}

const fault = (code: string) => ({ success: false, 'error-codes': [code], messages: [] })

/** Turnstile's reply while the fault switch asks for an error. */
export const turnstileRefusal = (status: 429 | 500): Response =>
  Response.json(fault('internal-error'), { status })
