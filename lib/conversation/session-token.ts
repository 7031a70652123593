import { sign, verify } from 'hono/utils/jwt/jwt'
import * as z from 'zod/mini'

const Claims = z.object({ sub: z.uuidv4(), origin: z.optional(z.string()), exp: z.int() })

export interface SessionClaims {
  id: string
  origin?: string | undefined
}

/** Signs a session's token (HS256); `expiresAt` is a Unix time in seconds. */
export async function signSessionToken(session: SessionClaims, expiresAt: number, secret: string) {
  const origin = session.origin && { origin: session.origin }
  return await sign({ sub: session.id, ...origin, exp: expiresAt }, secret, 'HS256')
}

/** The session a token was given for; undefined when it is forged, expired or no token at all. */
export async function readSessionToken(
  token: string,
  secret: string,
): Promise<SessionClaims | undefined> {
  try {
    const { sub, origin } = Claims.parse(await verify(token, secret, 'HS256'))
    return { id: sub, origin }
  } catch {
    // Whatever is wrong with it, a token that does not verify opens nothing.
    return undefined
  }
}
