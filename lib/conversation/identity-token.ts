import { verify } from 'hono/utils/jwt/jwt'
import * as z from 'zod/mini'
import { Problem } from '../problem.ts'
import { cleanText } from '../text/clean-text.ts'
import { Groups } from './session-token.ts'

/** Who a reader is, on one channel: `telegram` and `12345`. */
export const Identity = z.object({
  provider: cleanText.check(z.minLength(1), z.maxLength(100)),
  external_id: cleanText.check(z.minLength(1), z.maxLength(200)),
})

export type Identity = z.infer<typeof Identity>

const longestSeconds = 600
/** How far an owner's clock may be off. */
const clockSeconds = 30

/** An identity, and the groups that the owner's backend has the reader in. */
export interface KnownReader extends Identity {
  groups: string[]
}

/** An identity, as a token tells it that can be used once. */
export interface OneTimeIdentity extends KnownReader {
  tokenId: string
}

const Claims = z.object({ exp: z.number(), jti: z.optional(z.string().check(z.maxLength(200))) })

/** What is wrong with a token, by the name of hono's error. */
const faults: Record<string, string> = {
  JwtTokenSignatureMismatched: 'its signature is not made with IDENTITY_SECRET',
  JwtAlgorithmMismatch: 'it must be signed with HS256',
  JwtHeaderInvalid: 'it must be signed with HS256',
  JwtTokenExpired: 'it has expired',
  JwtTokenNotBefore: 'it is not valid yet',
}

/**
 * Who the owner's backend says a reader is, in a JWT (HS256) that expires within ten minutes. Throws
 * `unauthorized`, which says what is wrong with the token.
 */
export async function readIdentityToken(
  token: string,
  secret: string,
  nowMs: number,
): Promise<KnownReader> {
  const claims = await claimsOf(token, secret)
  requireShortLife(claims, nowMs)
  const identity = Identity.safeParse(claims)
  if (identity.success) return { ...identity.data, groups: groupsIn(claims) }
  const [issue] = identity.error.issues
  const name = issue?.path[0] === 'external_id' ? 'external id (external_id)' : 'provider'
  const isMissing = issue === undefined || issue.code === 'invalid_type'
  throw invalidToken(isMissing ? `it has no ${name}` : `its ${name}: ${issue.message}`)
}

/** The groups that a token names; none where it has no such claim. */
function groupsIn(claims: unknown): string[] {
  const read = z.object({ groups: z._default(Groups, []) }).safeParse(claims)
  if (read.success) return read.data.groups
  throw invalidToken('its groups must be a list of at most 50 names of at most 100 characters')
}

/** The same, of a token whose `jti` tells it from all others. */
export async function readOneTimeToken(
  token: string,
  secret: string,
  nowMs: number,
): Promise<OneTimeIdentity> {
  const identity = await readIdentityToken(token, secret, nowMs)
  const { jti } = Claims.parse(await claimsOf(token, secret))
  if (!jti) throw invalidToken('to join a channel it needs an id of its own (jti)')
  return { ...identity, tokenId: jti }
}

function requireShortLife(claims: unknown, nowMs: number) {
  const read = Claims.safeParse(claims)
  if (!read.success)
    throw invalidToken('it must say when it expires (exp), and its jti must be a text')
  if (read.data.exp - nowMs / 1000 > longestSeconds + clockSeconds) {
    throw invalidToken(`it must expire within ${longestSeconds / 60} minutes`)
  }
}

async function claimsOf(token: string, secret: string): Promise<unknown> {
  try {
    // A clock of the owner's that is ahead by a second is no reason to refuse a reader.
    return await verify(token, secret, { alg: 'HS256', iat: false })
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    throw invalidToken(faults[name] ?? 'it is not a JWT')
  }
}

const invalidToken = (fault: string) =>
  new Problem('unauthorized', `The identity token is refused: ${fault}.`)
