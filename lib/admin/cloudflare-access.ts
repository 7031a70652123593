import { verifyWithJwks } from 'hono/utils/jwt/jwt'
import * as z from 'zod/mini'

const minuteMs = 60_000
const mostBytes = 8192

const Keys = z.object({ keys: z.array(z.looseObject({ kid: z.string(), kty: z.literal('RSA') })) })
const Claims = z.object({ email: z.optional(z.string()), common_name: z.optional(z.string()) })

type Keys = z.infer<typeof Keys>['keys']

export interface AccessDeps {
  /** The team's own domain at Cloudflare, as a URL; it signs. */
  teamUrl: string
  /** The tag of the application that protects this deployment. */
  audience: string
  /** What each address, or all of a domain (`@example.com`), may do. */
  roles: { who: string; role: 'viewer' | 'editor' | 'owner' }[]
  now: () => number
  fetch: (url: string, init: RequestInit) => Promise<Response>
}

export type CloudflareAccess = ReturnType<typeof createCloudflareAccess>

/** Knows who has signed in at Cloudflare Access, by the assertion that it sends along and has signed. */
export function createCloudflareAccess({ teamUrl, audience, roles, now, fetch }: AccessDeps) {
  const issuer = teamUrl.replace(/\/+$/, '')
  let keys: Keys = []
  let readAt = Number.NEGATIVE_INFINITY

  /** Keys change every few weeks: what is not known is looked for, at most once a minute. */
  async function keysWith(kid: string): Promise<Keys> {
    if (keys.some((key) => key.kid === kid) || now() - readAt < minuteMs) return keys
    readAt = now()
    const response = await fetch(`${issuer}/cdn-cgi/access/certs`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(3000),
    })
    keys = Keys.parse(await response.json()).keys
    return keys
  }

  return {
    /** Who signed in, and what they may do; undefined of whoever may nothing here. */
    async memberOf(assertion: string) {
      try {
        if (assertion.length > mostBytes) return undefined
        const claims = await verifyWithJwks(assertion, {
          keys: await keysWith(kidOf(assertion)),
          allowedAlgorithms: ['RS256'],
          verification: { iss: issuer, aud: audience, exp: true, nbf: true },
        })
        const { email, common_name } = Claims.parse(claims)
        const name = (email ?? common_name ?? '').toLowerCase()
        const role = roleOf(name, roles)
        return role && { name, role }
      } catch {
        // Forged, expired, of another application, or its keys cannot be read: nobody.
        return undefined
      }
    },
  }
}

/** An address counts before its domain. */
const roleOf = (name: string, roles: AccessDeps['roles']) =>
  (
    roles.find(({ who }) => who === name) ??
    roles.find(({ who }) => who.startsWith('@') && name.endsWith(who))
  )?.role

function kidOf(assertion: string): string {
  const [head = ''] = assertion.split('.')
  const text = atob(head.replaceAll('-', '+').replaceAll('_', '/'))
  return z.object({ kid: z.string() }).parse(JSON.parse(text)).kid
}
