import * as z from 'zod/mini'
import { type Neon, sql } from '../clients/neon.ts'
import { Problem } from '../problem.ts'
import { signSessionToken } from './session-token.ts'

const maxMetadataBytes = 4096

/** What a page sends to open a session. */
export const NewSession = z.strictObject({
  session_id: z.optional(z.uuidv4()),
  metadata: z.optional(
    z
      .record(z.string(), z.json())
      .check(z.refine((value) => JSON.stringify(value).length <= maxMetadataBytes, 'Too large')),
  ),
})

/** An open session; `token` is shown this once and opens this session alone. */
export const OpenedSession = z.object({
  session_id: z.uuidv4(),
  token: z.string(),
  expires_at: z.iso.datetime(),
  created_at: z.iso.datetime(),
})

/** How a session stands. */
export const SessionStatus = z.object({
  session_id: z.uuidv4(),
  status: z.enum(['active', 'resolved', 'escalated', 'abandoned']),
  created_at: z.iso.datetime(),
  last_active_at: z.iso.datetime(),
  questions: z.int(),
})

const CreatedRow = z.object({ created_at: z.date() })
const StatusRow = z.object({
  status: SessionStatus.shape.status,
  created_at: z.date(),
  last_active_at: z.date(),
  questions: z.int(),
})

export type Sessions = ReturnType<typeof createSessions>

export interface SessionsDeps {
  neon: Neon
  newId: () => string
  now: () => number
  tokenSecret: string
  tokenHours: number
}

/** The sessions in Neon, and their tokens. */
export function createSessions({ neon, newId, now, tokenSecret, tokenHours }: SessionsDeps) {
  return {
    /** Opens a session; a chosen id that exists is a conflict. */
    async open(
      wanted: z.infer<typeof NewSession>,
      origin?: string,
    ): Promise<z.infer<typeof OpenedSession>> {
      const id = wanted.session_id?.toLowerCase() ?? newId()
      const [created] = await neon.run(sql(CreatedRow)`
        insert into sessions (id, origin, metadata)
        values (${id}, ${origin ?? null}, ${JSON.stringify(wanted.metadata ?? {})}::jsonb)
        on conflict (id) do nothing returning created_at`)
      if (!created)
        throw new Problem('conflict', `A session ${id} exists; choose another id or none.`)
      const expiresAt = Math.floor(now() / 1000) + tokenHours * 3600
      return {
        session_id: id,
        token: await signSessionToken({ id, origin }, expiresAt, tokenSecret),
        expires_at: new Date(expiresAt * 1000).toISOString(),
        created_at: created.created_at.toISOString(),
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
