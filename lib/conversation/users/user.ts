import * as z from 'zod/mini'
import { type Neon, sql } from '../../clients/neon.ts'
import { Problem } from '../../problem.ts'
import { Identity } from '../identity-token.ts'
import { Fact } from '../memory.ts'

/** A reader who is known: on which channels, and what is remembered. */
export const User = z.object({
  user_id: z.uuid(),
  identities: z.array(Identity),
  memory: z.array(Fact),
  created_at: z.iso.datetime(),
})

export type User = z.infer<typeof User>

const UserRow = z.extend(User, { created_at: z.date() })

/** The user whom a session names. */
export async function findUser(sessionId: string, neon: Neon): Promise<User> {
  const [row] = await neon.run(userOf(sessionId))
  if (!row) throw unknownUser()
  return { ...row, created_at: row.created_at.toISOString() }
}

export const unknownUser = () =>
  new Problem('not-found', 'This session names no user: open one with identity_token.')

const userOf = (sessionId: string) =>
  sql(UserRow)`
    select p.user_id::text, p.long_term_memory as memory, p.created_at, (
      select coalesce(jsonb_agg(jsonb_build_object('provider', provider, 'external_id', external_id)
        order by i.created_at), '[]')
      from identities i where i.user_id = p.user_id) as identities
    from sessions s join user_profiles p using (user_id) where s.id = ${sessionId}`
