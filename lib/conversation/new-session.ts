import * as z from 'zod/mini'
import { fragment, type Neon, NoRow, sql } from '../clients/neon.ts'
import { Problem } from '../problem.ts'
import type { Identity } from './identity-token.ts'
import { Recollection, recollections } from './recollection.ts'

/** How often the reader is looked for, who may be joined to another or erased at that moment. */
const mostAttempts = 4

const InsertedRow = z.object({
  created_at: z.date(),
  memory: z.array(Recollection),
  /** Whether a webhook takes `chat.escalated`. */
  has_person: z.boolean(),
})
const KnownRow = z.object({ id: z.string() })

export interface NewSessionRow {
  id: string
  origin: string | undefined
  /** As JSON. */
  metadata: string
  identity: Identity | undefined
}

/**
 * Makes a session's row, of the reader whom its identity names: a new one where it is seen for the
 * first time. An id that is known, or was erased, is a conflict.
 */
export async function insertSession(
  session: NewSessionRow,
  { neon, newId }: { neon: Neon; newId: () => string },
): Promise<z.infer<typeof InsertedRow>> {
  const { id, identity } = session
  const statements = [
    insert(session),
    // In a statement of its own, which sees an erasure that the one before has waited for.
    sql(KnownRow)`
      delete from sessions s using erased_sessions e
      where s.id = ${id} and e.session_id = s.id returning s.id::text`,
    sql(KnownRow)`select id::text from sessions where id = ${id}`,
  ] as const
  for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
    const [[inserted], [erased], [known]] = identity
      ? afterThree(await neon.transaction([...knowing(identity, newId()), ...statements]))
      : await neon.transaction(statements)
    if (inserted && !erased) return inserted
    if (inserted || known)
      throw new Problem('conflict', `A session ${id} exists; choose another id or none.`)
    if (!identity) break
  }
  throw new Problem('unavailable', 'Who this identity names is changing: send the request again.')
}

const afterThree = <A, B, C>([, , , a, b, c]: readonly [unknown, unknown, unknown, A, B, C]) =>
  [a, b, c] as const

/** Makes a user of an identity that has none. */
const knowing = ({ provider, external_id }: Identity, fresh: string) =>
  [
    sql(NoRow)`insert into user_profiles (user_id) values (${fresh})`,
    sql(NoRow)`
      insert into identities (provider, external_id, user_id)
      values (${provider}, ${external_id}, ${fresh}) on conflict do nothing`,
    sql(NoRow)`
      delete from user_profiles p where user_id = ${fresh}
        and not exists (select from identities i where i.user_id = p.user_id)`,
  ] as const

/** Whether a webhook takes a wish for a person. */
export const hasPerson = fragment`
  exists (select from webhooks where active and 'chat.escalated' = any (events))`

// The user is held until the session is there: who joins or erases the user meanwhile waits, and
// sees it; who did so before leaves no row, and the identity is looked up again.
const insert = ({ id, origin, metadata, identity }: NewSessionRow) => {
  const user = identity
    ? fragment`p.user_id from identities i join user_profiles p using (user_id)
        where i.provider = ${identity.provider} and i.external_id = ${identity.external_id}
        for key share of p`
    : fragment`null::uuid`
  return sql(InsertedRow)`
    with opened as (
      insert into sessions (id, origin, metadata, user_id)
      select ${id}::uuid, ${origin ?? null}::text, ${metadata}::jsonb, ${user}
      on conflict (id) do nothing returning created_at, user_id)
    select created_at, ${recollections(fragment`opened.user_id`, id)} as memory,
      ${hasPerson} as has_person
    from opened`
}
