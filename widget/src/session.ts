import { isRecord, request } from './request.ts'
import type { Shelf } from './storage.ts'

export interface HeldSession {
  id: string
  token: string
  expiresAt: number
}

export interface SessionDeps {
  url: string
  identityToken: () => string | undefined
  shelf: Shelf
  now: () => number
}

export type Session = ReturnType<typeof createSession>

// A token that ends while a question is on its way is of no use.
const marginMs = 60_000

/** The reader's session: opened when it is first needed, and kept over a reload. */
export function createSession({ url, identityToken, shelf, now }: SessionDeps) {
  let opening: Promise<HeldSession> | undefined

  const held = (): HeldSession | undefined => {
    const kept = shelf.read()
    if (!isHeld(kept) || kept.expiresAt - marginMs < now()) return undefined
    return kept
  }

  async function open(): Promise<HeldSession> {
    const identity = identityToken()
    const body = identity ? { identity_token: identity } : {}
    const opened: unknown = await (await request({ method: 'POST', url, body })).json()
    const session = toHeld(opened)
    shelf.write(session)
    return session
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

    /** Forgets the session here; what the suite holds of it stays. */
    drop: () => shelf.clear(),
  }
}

const isHeld = (value: unknown): value is HeldSession =>
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
  }
  if (!isHeld(session)) throw new Error('The suite opened no session')
  return session
}
