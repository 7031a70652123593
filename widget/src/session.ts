import { isRecord, request } from './request.ts'
import type { Shelf } from './storage.ts'
import { Trouble } from './trouble.ts'

export interface HeldSession {
  id: string
  token: string
  expiresAt: number
  /** Whether somebody is told when the reader asks for a person. */
  hasPerson?: boolean
  /** Whether the reader may share answers by a link. */
  canShare?: boolean
}

export interface SessionDeps {
  url: string
  identityToken: () => string | undefined
  shelf: Shelf
  /** Solves what the suite asks of who opens many sessions; undefined where it could not. */
  solve: (challenge: unknown) => Promise<object | undefined>
  now: () => number
}

export type Session = ReturnType<typeof createSession>

const mostTries = 3

// A token that ends while a question is on its way is of no use.
const marginMs = 60_000

/** The reader's session: opened when it is first needed, and kept over a reload. */
export function createSession({ url, identityToken, shelf, solve, now }: SessionDeps) {
  let opening: Promise<HeldSession> | undefined
  // It shows that its reader is no stranger, when the next one is opened.
  let left: string | undefined

  const held = (): HeldSession | undefined => {
    const kept = shelf.read()
    if (!isHeld(kept) || kept.expiresAt - marginMs < now()) return undefined
    return kept
  }

  async function open(): Promise<HeldSession> {
    const session = toHeld(await (await openWith()).json())
    shelf.write(session)
    return session
  }

  async function openWith(tries = 1, challenge?: object): Promise<Response> {
    const identity = identityToken()
    const body = { ...(identity && { identity_token: identity }), ...(challenge && { challenge }) }
    try {
      return await request({ method: 'POST', url, body, ...(left && { token: left }) })
    } catch (error) {
      if (!(error instanceof Trouble) || error.kind !== 'challenged') throw error
      const answer = tries < mostTries ? await solve(error.challenge) : undefined
      if (!answer) throw error
      return await openWith(tries + 1, answer)
    }
  }

  return {
    held,

    /** The session there is, or a new one; callers at one time share it. */
    async get(): Promise<HeldSession> {
      const kept = held()
      if (kept) return kept
      opening ??= open().finally(() => {
        opening = undefined
      })
      return await opening
    },

    /** Goes on with a session that was held before. */
    put: (session: HeldSession) => shelf.write(session),

    /** Forgets the session here; what the suite holds of it stays. */
    drop() {
      left = held()?.token
      shelf.clear()
    },
  }
}

export const isHeld = (value: unknown): value is HeldSession =>
  isRecord(value) &&
  typeof value.id === 'string' &&
  typeof value.token === 'string' &&
  typeof value.expiresAt === 'number'

function toHeld(opened: unknown): HeldSession {
  const reply = isRecord(opened) ? opened : {}
  const session = {
    id: reply.session_id,
    token: reply.token,
    expiresAt: Date.parse(String(reply.expires_at)),
    hasPerson: reply.has_person !== false,
    canShare: reply.can_share === true,
  }
  if (!isHeld(session)) throw new Error('The suite opened no session')
  return session
}
