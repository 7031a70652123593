import * as z from 'zod/mini'
import { fragment, type Neon, NoRow, sql } from '../../clients/neon.ts'
import type { RedisDoor } from '../../clients/redis.ts'
import { Problem } from '../../problem.ts'
import { sha256Hex } from '../../text/hash/sha256.ts'
import type { Identity } from '../identity-token.ts'
import { findUser, type User } from './user.ts'

const UserId = z.object({ user_id: z.string() })

/** Longer than any token lives. */
const usedSeconds = 660
/** How often two readers are joined who are joined to others meanwhile. */
const mostAttempts = 10

/**
 * Makes the reader of a session and that of an identity one. Either may be joined to a third, or be
 * erased, at that moment: until the identity is seen to be the reader's, it is tried again.
 */
export async function joinUsers(
  sessionId: string,
  { provider, external_id }: Identity,
  neon: Neon,
): Promise<User> {
  for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
    const user = await findUser(sessionId, neon)
    const { user_id } = user
    const isTheirs = (one: Identity) => one.provider === provider && one.external_id === external_id
    if (user.identities.some(isTheirs)) return user
    const [[other]] = await neon.transaction([
      sql(UserId)`
        select user_id::text from identities
        where provider = ${provider} and external_id = ${external_id}`,
      sql(NoRow)`
        insert into identities (provider, external_id, user_id)
        select ${provider}, ${external_id}, user_id from user_profiles where user_id = ${user_id}
        for key share on conflict do nothing`,
    ])
    if (other) await neon.transaction(merging(other.user_id, user_id))
  }
  throw new Problem('conflict', 'This reader and that one are being joined to others: try again.')
}

/** Whether a user is there still: each of two may be asked to become the other at once. */
const isUser = (userId: string) =>
  fragment`exists (select from user_profiles where user_id = ${userId})`

/** Makes one user of two: what both remember, each fact once, and all that names the first. */
const merging = (from: string, into: string) => [
  // In one order, and sessions before users as in all that writes both, so that no two wait for each
  // other.
  sql(NoRow)`
    select from sessions where user_id in (${from}, ${into}) order by id for no key update`,
  sql(NoRow)`
    select from user_profiles where user_id in (${from}, ${into}) order by user_id for update`,
  sql(NoRow)`
    update user_profiles p set updated_at = now(), long_term_memory = (
      select coalesce(jsonb_agg(fact order by learned_at), '[]') from (
        select distinct on (lower(fact ->> 'text')) fact, fact ->> 'learned_at' as learned_at
        from jsonb_array_elements(p.long_term_memory || other.long_term_memory) as fact
        order by lower(fact ->> 'text'), fact ->> 'learned_at') each_once)
    from user_profiles other where p.user_id = ${into} and other.user_id = ${from}`,
  sql(NoRow)`update sessions set user_id = ${into} where user_id = ${from} and ${isUser(into)}`,
  sql(NoRow)`
    update sessions_archive set user_id = ${into} where user_id = ${from} and ${isUser(into)}`,
  sql(NoRow)`update identities set user_id = ${into} where user_id = ${from} and ${isUser(into)}`,
  sql(NoRow)`delete from user_profiles where user_id = ${from} and ${isUser(into)}`,
]

/** Takes a one-time token; a second time it is refused. */
export async function spendToken(tokenId: string, redis: RedisDoor) {
  const key = `identity:used:${await sha256Hex(tokenId)}`
  const isFirst = await redis.commands
    .set(key, '1', { nx: true, ex: usedSeconds })
    .catch((cause: unknown) => {
      const detail = 'Whether the token was used before cannot be told at the moment.'
      throw new Problem('unavailable', detail, { cause })
    })
  if (isFirst !== 'OK') {
    throw new Problem('unauthorized', 'The identity token is refused: it has been used.')
  }
}
