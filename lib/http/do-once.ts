import type { Context } from 'hono'
import { Problem } from '../problem.ts'
import type { AppEnv } from './app-env.ts'
import type { AnyReply } from './reply.ts'

interface KeptReply {
  status: number
  body?: unknown
  location?: string | undefined
}

/** Where replies are kept by their Idempotency-Key. */
export interface Idempotency {
  once: (
    request: { key: string; request: string },
    work: () => Promise<{ status: number; body: unknown; location?: string }>,
  ) => Promise<{ reply: KeptReply; isReplayed: boolean }>
}

/** Does the work; with an Idempotency-Key once in 24 hours, and says when a reply is not the first. */
export async function doOnce(
  c: Context<AppEnv>,
  body: Uint8Array,
  idempotency: Idempotency,
  work: () => Promise<AnyReply>,
): Promise<AnyReply> {
  const key = c.req.header('idempotency-key')
  if (key === undefined) return await work()
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    const message = 'must be 1 to 255 visible ASCII characters'
    throw new Problem('invalid-request', `The Idempotency-Key ${message}.`, {
      errors: [{ location: 'header.idempotency-key', message }],
    })
  }
  const request = `${c.req.method} ${c.req.path}\n${new TextDecoder().decode(body)}`
  const { reply, isReplayed } = await idempotency.once({ key, request }, async () => {
    const { status, body, location } = await work()
    return { status, body, ...(location !== undefined && { location }) }
  })
  const { location, ...rest } = reply
  return {
    ...rest,
    ...(location !== undefined && { location }),
    ...(isReplayed && { headers: { 'idempotency-replayed': 'true' } }),
  }
}
