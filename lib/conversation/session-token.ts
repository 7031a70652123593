import { sign, verify } from 'hono/utils/jwt/jwt'
import * as z from 'zod/mini'

/** The groups of a reader, as a token names them. */
export const Groups = z
  .array(z.string().check(z.minLength(1), z.maxLength(100)))
  .check(z.maxLength(50))

const Claims = z.object({
  sub: z.uuidv4(),
  origin: z.optional(z.string()),
  root: z.optional(z.uuidv4()),
  groups: z.optional(Groups),
  exp: z.int(),
})

export interface SessionClaims {
  id: string
  origin?: string | undefined
  /** The groups that its reader is of. */
  groups?: string[] | undefined
  /** The session that vouched for this one, or for the one that did. */
  root?: string | undefined
}

/** Signs a session's token (HS256); `expiresAt` is a Unix time in seconds. */
export async function signSessionToken(session: SessionClaims, expiresAt: number, secret: string) {
  const origin = session.origin && { origin: session.origin }
  const root = session.root && { root: session.root }
  const groups = session.groups?.length ? { groups: session.groups } : undefined
  return await sign(
    { sub: session.id, ...origin, ...root, ...groups, exp: expiresAt },
    secret,
    'HS256',
  )
}

/** The session a token was given for; undefined when it is forged, expired or no token at all. */
export async function readSessionToken(
  token: string,
  secret: string,
): Promise<SessionClaims | undefined> {
  try {
    const { sub, origin, root, groups } = Claims.parse(await verify(token, secret, 'HS256'))
    return { id: sub, origin, root, groups }
  } catch {
    // Whatever is wrong with it, a token that does not verify opens nothing.
    return undefined
  }
}
