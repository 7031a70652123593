import type { Context } from 'hono'
import { type AskedEdition, editionsFor } from '../chat/editions.ts'
import { type Filter, type ReaderFilter, readerFilter } from '../chat/filter.ts'
import { readSessionToken, type SessionClaims } from '../conversation/session-token.ts'
import { transcriptSecret } from '../conversation/transcript-link.ts'
import type { Counted } from '../limits/gate.ts'
import { Problem } from '../problem.ts'
import { sha256 } from '../text/hash/sha256.ts'
import { callerAddress } from './address.ts'
import type { AppEnv } from './app-env.ts'
import { type Member, may, type Role } from './staff.ts'

/** Who may call a route. `check` refuses anybody else, and tells whose session it is. */
export interface Access<SessionId> {
  /** Any one of these secrets opens the route; none is asked for where there is none. */
  secrets: ('reader' | 'admin' | 'telegram' | 'slack' | 'discord' | 'chatwoot' | 'github')[]
  check: (c: Context<AppEnv>) => Promise<SessionId>
}

/** Lets everybody through. */
export const anyone: Access<undefined> = { secrets: [], check: async () => undefined }

/** Lets everybody through; who shows a session's token reads what its groups may read. */
export const anyReader: Access<undefined> = {
  secrets: [],
  async check(c) {
    noteGroups(c, await shownSession(c))
    return undefined
  },
}

/** Has a route read for the groups that a token names, as long as its session is not erased. */
export function noteGroups(c: Context<AppEnv>, session: SessionClaims | undefined) {
  c.set('groups', session?.groups)
  c.set('groupsOf', session?.id)
}

/** The session of the token that a caller shows, unless it was given to another origin. */
export async function shownSession(c: Context<AppEnv>): Promise<SessionClaims | undefined> {
  const token = bearer(c)
  const session = token && (await readSessionToken(token, c.var.settings.SESSION_SECRET))
  const origin = c.req.header('origin')
  if (!session || (origin && session.origin && origin !== session.origin)) return undefined
  return session
}

/** Lets everybody through, and tells whether it is somebody of the staff, who is not guessed at for long. */
export const anyoneOrAdmin: Access<boolean> = {
  secrets: [],
  async check(c) {
    if (!showsSomething(c)) return false
    c.var.gate.requireOpen(guesses(c))
    if (await memberOf(c)) return true
    c.var.gate.count(guesses(c))
    return false
  },
}

/** Lets the holder of a session's token through, and on `…/{id}` only to that session. */
export const reader: Access<string> = {
  secrets: ['reader'],
  async check(c) {
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
    c.set('groups', session.groups)
    return session.id
  },
}

/** Lets those through who may do it: ADMIN_TOKEN is compared in constant time, and not guessed at for long. */
const staff = (least: (c: Context<AppEnv>) => Role): Access<undefined> => ({
  secrets: ['admin'],
  async check(c) {
    c.var.gate.requireOpen(guesses(c))
    const member = await memberOf(c)
    if (!member) {
      if (showsSomething(c)) c.var.gate.count(guesses(c))
      throw new Problem('unauthorized', 'Send ADMIN_TOKEN as Authorization: Bearer <token>.')
    }
    if (!may(member.role, least(c))) {
      const need = `Only ${least(c) === 'owner' ? 'an owner' : 'an editor or an owner'} may do this`
      throw new Problem('forbidden', `${need}; this token is a ${member.role}'s.`)
    }
    return undefined
  },
})

/** Lets the staff through: viewers read, editors change. */
export const admin = staff(({ req }) =>
  ['GET', 'HEAD'].includes(req.method) ? 'viewer' : 'editor',
)

/** Lets owners through alone. */
export const owner = staff(() => 'owner')

/** Lets the holder of the session's token through, and the staff. */
export const readerOrAdmin: Access<string | undefined> = {
  secrets: ['reader', 'admin'],
  async check(c) {
    c.var.gate.requireOpen(guesses(c))
    if (await memberOf(c)) return undefined
    try {
      return await reader.check(c)
    } catch (error) {
      if (isUnauthorized(error) && bearer(c) !== undefined) c.var.gate.count(guesses(c))
      throw error
    }
  },
}

/** Lets these two through, and whoever follows a transcript's link, to that conversation alone. */
export const readerOrTranscript: Access<string | undefined> = {
  secrets: readerOrAdmin.secrets,
  async check(c) {
    const link = c.req.query('access')
    if (link === undefined) return await readerOrAdmin.check(c)
    const session = await readSessionToken(link, transcriptSecret(c.var.settings.SESSION_SECRET))
    if (!session) throw new Problem('unauthorized', 'The link to this transcript has expired.')
    requireOwn(c.req.param('id') ?? '', session.id)
    return session.id
  },
}

interface Held {
  id: string
  root: string
}

/** The session whose token a caller shows where none is asked for; nothing of one that is not right. */
export async function heldSession(c: Context<AppEnv>): Promise<Held | undefined> {
  const token = bearer(c)
  const session = token && (await readSessionToken(token, c.var.settings.SESSION_SECRET))
  if (!session || (session.origin ?? '') !== (c.req.header('origin') ?? '')) return undefined
  return { id: session.id, root: session.root ?? session.id }
}

/** Throws unless the session asked for is the one the token was given for. */
export function requireOwn(asked: string, held: string) {
  if (asked.toLowerCase() !== held)
    throw new Problem('forbidden', 'This token is for another session.')
}

const isUnauthorized = (error: unknown) => error instanceof Problem && error.type === 'unauthorized'

const showsSomething = (c: Context<AppEnv>) =>
  bearer(c) !== undefined || c.req.header(accessHeader) !== undefined

/** Who calls, of those who run the deployment; the route's handler and the audit log know them. */
async function memberOf(c: Context<AppEnv>): Promise<Member | undefined> {
  const token = bearer(c)
  if (token === undefined) return await signedInMember(c)
  const isRoot = await isSameSecret(token, c.var.settings.ADMIN_TOKEN)
  const member = isRoot ? root : await c.var.staff.memberOf(token)
  c.set('member', member)
  return member
}

/** Cloudflare Access, which stands before a deployment, tells who has signed in there. */
const accessHeader = 'cf-access-jwt-assertion'

/**
 * Who has signed in at Cloudflare Access. A browser is signed in on whatever page it shows: a page of
 * another origin does nothing in its user's name.
 */
async function signedInMember(c: Context<AppEnv>): Promise<Member | undefined> {
  const assertion = c.req.header(accessHeader)
  const origin = c.req.header('origin')
  if (assertion === undefined) return undefined
  if (origin !== undefined && origin !== new URL(c.req.url).origin) return undefined
  if (c.req.header('sec-fetch-site') === 'cross-site') return undefined
  const member = await c.var.staff.memberByAccess(assertion)
  c.set('member', member)
  return member
}

const root: Member = { name: 'ADMIN_TOKEN', role: 'owner' }

/** How often an address may be wrong about ADMIN_TOKEN, or another; then it is not even compared. */
export function guesses(c: Context<AppEnv>, of = 'admin tokens'): Counted[] {
  const tokens = c.var.settings.RATE_LIMIT_ADMIN_GUESSES_PER_MINUTE
  const rule = `An address may send ${tokens} wrong ${of} a minute.`
  return [{ name: 'guesses', limit: { tokens, seconds: 60 }, id: callerAddress(c), rule }]
}

/** The token that a caller shows. */
export function bearer(c: Context): string | undefined {
  return /^Bearer +([\w.~+/=-]{1,4096})$/i.exec(c.req.header('authorization') ?? '')?.[1]
}

/** Whether two secrets are the same; takes as long whatever they are. */
export async function isSameSecret(given: string, expected: string): Promise<boolean> {
  const [a, b] = await Promise.all([sha256(given), sha256(expected)])
  return crypto.subtle.timingSafeEqual(a, b)
}

/** What whoever calls may be answered from: `asked` says where they stand, and what they ask. */
export const filterOf = (
  c: Context<AppEnv>,
  filter: Filter | undefined,
  asked: AskedEdition = {},
): ReaderFilter =>
  readerFilter(filter, {
    ...asked,
    groups: c.var.groups,
    groupsOf: c.var.groupsOf,
    editions: editionsFor(c.var.settings),
  })
