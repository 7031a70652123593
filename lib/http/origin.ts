import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import { Problem } from '../problem.ts'
import type { AppEnv } from './app-env.ts'

/** Lets pages of ALLOWED_ORIGINS and of this very URL call; any other page is refused. */
export function guardOrigin(methods: string[]): MiddlewareHandler<AppEnv> {
  // Whatever headers an allowed page asks to send are allowed: clients have some of their own.
  const answer = cors({
    origin: (origin) => origin,
    allowMethods: methods,
    exposeHeaders: ['x-request-id', 'server-timing', 'retry-after', 'location'],
    maxAge: 7200,
  })
  return async (c, next) => {
    const origin = c.req.header('origin')
    if (origin === undefined) return await next()
    if (!isOwn(origin, c.req.url) && !c.var.settings.ALLOWED_ORIGINS.includes(origin)) {
      throw new Problem(
        'origin-not-allowed',
        `Add ${shown(origin)} to ALLOWED_ORIGINS to let it call.`,
      )
    }
    return await answer(c, next)
  }
}

const shown = (origin: string) => (URL.canParse(origin) ? new URL(origin).origin : 'this origin')

/**
 * Whether a page is of the very URL that is called. Without TLS a name proves nothing: any site may
 * have its name lead to this machine, and only an address or `localhost` is what it says.
 */
function isOwn(origin: string, url: string): boolean {
  const own = new URL(url)
  const isAddress = /^(?:localhost|[\d.]+|\[[\da-f:.]+\])$/i.test(own.hostname)
  return origin === own.origin && (own.protocol === 'https:' || isAddress)
}
