import type { Context, MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { readSessionToken } from '../conversation/session-token.ts'
import { Problem } from '../problem.ts'
import type { AppEnv } from './app-env.ts'

/** Lets the holder of a session's token through, and on `…/:id` only to that session. */
export function reader() {
  return createMiddleware<AppEnv & { Variables: { sessionId: string } }>(async (c, next) => {
    const token = bearer(c)
    const session = token && (await readSessionToken(token, c.var.settings.SESSION_SECRET))
    if (!session)
      throw new Problem('unauthorized', 'Send the session token as Authorization: Bearer <token>.')
    const origin = c.req.header('origin')
    if (origin && session.origin && origin !== session.origin) {
      throw new Problem('forbidden', 'This token was given to another origin.')
    }
    const id = c.req.param('id')
    if (id !== undefined) requireOwn(id, session.id)
    c.set('sessionId', session.id)
    await next()
  })
}

/** Lets the holder of the session's token through, and the holder of ADMIN_TOKEN. */
export function readerOrAdmin(): MiddlewareHandler<AppEnv> {
  const asReader: MiddlewareHandler = reader()
  return async (c, next) => {
    const token = bearer(c)
    if (token && (await isSameSecret(token, c.var.settings.ADMIN_TOKEN))) return await next()
    return await asReader(c, next)
  }
}

/** Throws unless the session asked for is the one the token was given for. */
export function requireOwn(asked: string, held: string) {
  if (asked.toLowerCase() !== held)
    throw new Problem('forbidden', 'This token is for another session.')
}

/** Lets the holder of ADMIN_TOKEN through; compared in constant time. */
export function admin(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const token = bearer(c)
    if (!token || !(await isSameSecret(token, c.var.settings.ADMIN_TOKEN))) {
      throw new Problem('unauthorized', 'Send ADMIN_TOKEN as Authorization: Bearer <token>.')
    }
    await next()
  }
}

/** The caller's address as Cloudflare saw it, which a caller cannot choose. */
export const callerAddress = (c: Context) => c.req.header('cf-connecting-ip') ?? 'unknown'

function bearer(c: Context): string | undefined {
  return /^Bearer +([\w.~+/=-]{1,4096})$/i.exec(c.req.header('authorization') ?? '')?.[1]
}

/** Whether two secrets are the same; takes as long whatever they are. */
export async function isSameSecret(given: string, expected: string): Promise<boolean> {
  const digest = (text: string) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  const [a, b] = await Promise.all([digest(given), digest(expected)])
  return crypto.subtle.timingSafeEqual(a, b)
}
