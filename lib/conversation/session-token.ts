import { sign, verify } from 'hono/utils/jwt/jwt'
import * as z from 'zod/mini'

const Claims = z.object({
  sub: z.uuidv4(),
  origin: z.optional(z.string()),
  root: z.optional(z.uuidv4()),
  exp: z.int(),
})

export interface SessionClaims {
  id: string
  origin?: string | undefined
  /** The session that vouched for this one, or for the one that did. */
  root?: string | undefined
}

/** Signs a session's token (HS256); `expiresAt` is a Unix time in seconds. */
export async function signSessionToken(session: SessionClaims, expiresAt: number, secret: string) {
  const origin = session.origin && { origin: session.origin }
  const root = session.root && { root: session.root }
  return await sign({ sub: session.id, ...origin, ...root, exp: expiresAt }, secret, 'HS256')
}

/** The session a token was given for; undefined when it is forged, expired or no token at all. */
export async function readSessionToken(
  token: string,
  secret: string,
): Promise<SessionClaims | undefined> {
  try {
    const { sub, origin, root } = Claims.parse(await verify(token, secret, 'HS256'))
    return { id: sub, origin, root }
  } catch {
    // Whatever is wrong with it, a token that does not verify opens nothing.
    return undefined
  }
}
