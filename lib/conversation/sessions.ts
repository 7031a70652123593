import * as z from 'zod/mini'
import { type Neon, sql } from '../clients/neon.ts'
import { ChallengeAnswer } from '../limits/challenge.ts'
import { Problem } from '../problem.ts'
import { storable } from '../text/storable.ts'
import { toJsonb } from '../webhooks/record.ts'
import { readIdentityToken } from './identity-token.ts'
import { insertSession } from './new-session.ts'
import type { Recollection } from './recollection.ts'
import { signSessionToken } from './session-token.ts'

const maxMetadataCharacters = 4096

/** What a page sends to open a session. */
export const NewSession = z.strictObject({
  session_id: z.optional(z.uuidv4()),
  identity_token: z.optional(z.string().check(z.maxLength(4096))),
  /** Solved, after a `challenge-required` problem. */
  challenge: z.optional(ChallengeAnswer),
  metadata: z.optional(
    z.record(z.string(), z.unknown()).check(
      z.refine(
        (value) => JSON.stringify(value).length <= maxMetadataCharacters,
        `Must have at most ${maxMetadataCharacters} characters as JSON`,
      ),
      z.refine(isStorable, 'Must not contain NUL or a lone surrogate'),
    ),
  ),
})

/** An open session; `token` is shown this once and opens this session alone. */
export const OpenedSession = z.object({
  session_id: z.uuidv4(),
  token: z.string(),
  expires_at: z.iso.datetime(),
  created_at: z.iso.datetime(),
  /** Whether somebody is told when its reader asks for a person. */
  has_person: z.boolean(),
  /** Whether its reader may share answers by a link. */
  can_share: z.boolean(),
})

/** How a session stands. */
export const SessionStatus = z.object({
  session_id: z.uuidv4(),
  status: z.enum(['active', 'resolved', 'escalated', 'abandoned']),
  created_at: z.iso.datetime(),
  last_active_at: z.iso.datetime(),
  questions: z.int(),
})

/** Whether jsonb takes all of it as it is, names of fields too. */
function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return storable(value) === value
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).flat().every(isStorable)
}

/** A session that was passed on, and whether somebody is told of it. */
export const EscalatedSession = z.extend(SessionStatus, { is_told: z.boolean() })

const StatusRow = z.object({
  status: SessionStatus.shape.status,
  created_at: z.date(),
  last_active_at: z.date(),
  questions: z.int(),
})

/** Where a session is opened, and by whom. */
export interface OpenedBy {
  origin?: string | undefined
  root?: string | undefined
  /** The groups of a reader who is known by other means than an identity token. */
  groups?: readonly string[]
}

export type Sessions = ReturnType<typeof createSessions>

export interface SessionsDeps {
  neon: Neon
  newId: () => string
  now: () => number
  tokenSecret: string
  tokenHours: number
  identitySecret: string
  /** Whether somebody looks at the inbox of the desk. */
  isInboxWatched: boolean
  /** Whether readers may share answers by a link. */
  canShare: boolean
  /** Begins the conversation's state, with what a reader is known by. */
  begin: (sessionId: string, memory: Recollection[], hasPerson: boolean) => Promise<unknown>
}

/** The sessions in Neon, and their tokens. */
export function createSessions(deps: SessionsDeps) {
  const { neon, newId, now, tokenSecret, tokenHours, identitySecret, begin } = deps
  return {
    /**
     * Opens a session, for the user whom its identity token names, if any. A chosen id that exists
     * is a conflict, an identity token that is not right unauthorized. What need not be waited for
     * goes to `afterwards`.
     */
    async open(
      wanted: z.infer<typeof NewSession>,
      afterwards: (work: Promise<unknown>) => void,
      { origin, root, groups: held = [] }: OpenedBy = {},
    ): Promise<z.infer<typeof OpenedSession>> {
      const id = wanted.session_id?.toLowerCase() ?? newId()
      const identity = wanted.identity_token
        ? await readIdentityToken(wanted.identity_token, identitySecret, now())
        : undefined
      const metadata = toJsonb(wanted.metadata ?? {})
      const created = await insertSession({ id, origin, metadata, identity }, { neon, newId })
      const hasPerson = deps.isInboxWatched || created.has_person
      // A session without a state is not new: its first question would ask Neon for what came before.
      afterwards(begin(id, created.memory, hasPerson).catch(() => undefined))
      const expiresAt = Math.floor(now() / 1000) + tokenHours * 3600
      return {
        session_id: id,
        token: await signSessionToken(
          { id, origin, root, groups: identity?.groups ?? [...held] },
          expiresAt,
          tokenSecret,
        ),
        expires_at: new Date(expiresAt * 1000).toISOString(),
        created_at: created.created_at.toISOString(),
        has_person: hasPerson,
        can_share: deps.canShare,
      }
    },

    /** How a session stands; an unknown one is not found. */
    async get(id: string): Promise<z.infer<typeof SessionStatus>> {
      const [row] = await neon.run(sql(StatusRow)`
        select status, created_at, last_active_at,
          (select count(*)::int from query_logs where session_id = sessions.id) as questions
        from sessions where id = ${id}`)
      if (!row) throw new Problem('not-found', `There is no session ${id}.`)
      return {
        session_id: id,
        status: row.status,
        created_at: row.created_at.toISOString(),
        last_active_at: row.last_active_at.toISOString(),
        questions: row.questions,
      }
    },
  }
}
