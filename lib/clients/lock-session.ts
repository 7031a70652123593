import * as z from 'zod/mini'
import { type Fragment, NoRow, sql } from './neon.ts'

const LockedRow = z.object({ id: z.string() })

/**
 * Keeps a session as it is until the transaction ends; gives no row where it was erased. To be the
 * first statement of whatever writes a conversation's words: an erasure that is under way is waited
 * for, and one that comes later waits, and sees what was written. The lock is the one that an update
 * takes, for two that first shared one and then updated would wait for each other.
 */
export const lockSession = (id: string) => lockSessions([id])

/** The same for several, always in one order. */
export const lockSessions = (ids: string[]) => sql(LockedRow)`
  select id::text from sessions where id = any (${ids}::uuid[]) order by id for no key update`

/**
 * Keeps the users of sessions as they are; after the sessions, and always in one order. Whoever writes
 * to what a user remembers takes turns by it.
 */
export const lockUsersOf = (sessions: Fragment) => sql(NoRow)`
  select from user_profiles where user_id in (select user_id from sessions where ${sessions})
  order by user_id for no key update`
