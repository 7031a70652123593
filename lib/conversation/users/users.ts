import * as z from 'zod/mini'
import { NoRow, sql } from '../../clients/neon.ts'
import { Problem } from '../../problem.ts'
import { cleanText, someText } from '../../text/clean-text.ts'
import type { Publish } from '../../webhooks/publish.ts'
import { toJsonb } from '../../webhooks/record.ts'
import type { Erasure } from '../erasure.ts'
import { type Identity, readOneTimeToken } from '../identity-token.ts'
import { Fact, longestFact, mostFacts } from '../memory.ts'
import { joinUsers, spendToken } from './joining.ts'
import { type RemindDeps, remind } from './remind.ts'
import { findUser, type User, unknownUser } from './user.ts'

/** What is to be remembered from now on: facts to keep, by id, or new ones. */
export const UserChange = z.strictObject({
  memory: z
    .array(
      z.strictObject({
        fact_id: z.optional(cleanText.check(z.maxLength(100))),
        text: someText(longestFact),
      }),
    )
    .check(z.maxLength(mostFacts)),
})

/** Another channel of the same reader. */
export const NewIdentity = z.strictObject({
  identity_token: z.string().check(z.maxLength(4096)),
})

const Parted = z.object({ user_id: z.string() })
const SessionId = z.object({ id: z.string() })
const MemoryRow = z.object({ memory: z.array(Fact) })

export interface UsersDeps extends RemindDeps {
  erasure: Erasure
  publish: Publish
  now: () => number
  identitySecret: string
}

type WantedFact = z.infer<typeof UserChange>['memory'][number]

export type Users = ReturnType<typeof createUsers>

/** Readers who are known by an identity token, seen from a session of theirs. */
export function createUsers(deps: UsersDeps) {
  const { neon, now, identitySecret } = deps

  return {
    get: (sessionId: string) => findUser(sessionId, neon),

    /** Sets what is remembered; a fact that stays word by word keeps where it came from. */
    async change(sessionId: string, wanted: z.infer<typeof UserChange>): Promise<User> {
      const user = await findUser(sessionId, neon)
      const facts = wanted.memory.map((fact) => factOf(fact, sessionId, user, deps))
      const [, [changed]] = await neon.transaction([
        holdUser(user.user_id),
        setMemory(user.user_id, facts),
      ])
      if (!changed) throw unknownUser()
      await remind(user.user_id, changed.memory, deps)
      return { ...user, memory: changed.memory }
    },

    /** Makes the reader of another identity token, which can be used once, and this one the same user. */
    async join(sessionId: string, token: string): Promise<User> {
      const given = await readOneTimeToken(token, identitySecret, now())
      await findUser(sessionId, neon)
      await spendToken(given.tokenId, deps.redis)
      const user = await joinUsers(sessionId, given, neon)
      const { user_id } = user
      await tell(
        'A reader joined another channel',
        { session_id: sessionId, user_id, provider: given.provider },
        deps,
      )
      await remind(user_id, user.memory, deps)
      return user
    },

    /**
     * Parts a channel from this reader: whoever comes from there is a reader of their own again, of
     * whom nothing is remembered. The last channel stays.
     */
    async part(sessionId: string, { provider, external_id }: Identity): Promise<User> {
      const { user_id, identities } = await findUser(sessionId, neon)
      requireOther(identities, provider, external_id)
      const [, parted] = await neon.transaction([
        holdUser(user_id),
        sql(Parted)`
          delete from identities where user_id = ${user_id} and provider = ${provider}
            and external_id = ${external_id}
            and (select count(*) from identities where user_id = ${user_id}) > 1
          returning user_id::text`,
      ])
      // Another has parted meanwhile.
      if (parted.length === 0)
        requireOther((await findUser(sessionId, neon)).identities, provider, external_id)
      await tell(
        'A reader parted from a channel',
        { session_id: sessionId, user_id, provider },
        deps,
      )
      return await findUser(sessionId, neon)
    },

    /** Erases a user: the identities, what is remembered, and every conversation. */
    async forget(sessionId: string): Promise<void> {
      const { user_id } = await findUser(sessionId, neon)
      await forgetUser(user_id, deps)
    },

    forgetUser: (userId: string) => forgetUser(userId, deps),
  }
}

/** Erases a user: the identities, what is remembered, and every conversation. */
async function forgetUser(user_id: string, { neon, erasure }: UsersDeps): Promise<void> {
  for (;;) {
    const sessions = await neon.run(sql(SessionId)`
        select id::text from sessions where user_id = ${user_id} limit 20`)
    if (sessions.length === 0) break
    await Promise.all(sessions.map(({ id }) => erasure.erase(id).catch(unlessGone)))
  }
  const [, late] = await neon.transaction([
    sql(NoRow)`delete from user_profiles where user_id = ${user_id}`,
    sql(SessionId)`select id::text from sessions where user_id = ${user_id} limit 20`,
  ])
  await Promise.all(late.map(({ id }) => erasure.erase(id).catch(unlessGone)))
}

/** A fact as the reader has it now; one that is as it was keeps its source. */
function factOf(
  { fact_id, text }: WantedFact,
  session_id: string,
  { memory }: User,
  deps: UsersDeps,
): Fact {
  const known = memory.find((fact) => fact.fact_id === fact_id)
  // Erased since it was read, or never there: sent as new it would come back as the reader's own.
  if (fact_id !== undefined && !known)
    throw new Problem(
      'conflict',
      `The fact ${fact_id} is not remembered any more: read the memory.`,
    )
  if (known?.text === text) return known
  const learned_at = new Date(deps.now()).toISOString()
  const source = { kind: 'reader' as const, session_id }
  return { fact_id: known?.fact_id ?? deps.newId(), text, source, learned_at }
}

/** Throws unless this is one of several channels of a reader. */
function requireOther(identities: Identity[], provider: string, external_id: string) {
  const isTheirs = identities.some(
    (known) => known.provider === provider && known.external_id === external_id,
  )
  if (!isTheirs) throw new Problem('not-found', 'This reader has no such channel.')
  if (identities.length === 1) {
    throw new Problem('conflict', 'The last channel stays; erase the reader instead.')
  }
}

/** The owner can see who has become whom; it is told after it is done, and may be lost. */
async function tell(
  message: string,
  about: { session_id: string; user_id: string; provider: string },
  { publish }: UsersDeps,
) {
  const data = { component: 'identities', message, ...about }
  await publish({ type: 'error.occurred', data }).catch(() => undefined)
}

/** Lets a user be changed by one at a time; whoever comes next sees what the one before has done. */
const holdUser = (userId: string) => sql(NoRow)`
  select from user_profiles where user_id = ${userId} for no key update`

/** Sets what is remembered, without what was learned in a session that has been erased since. */
const setMemory = (userId: string, facts: Fact[]) => sql(MemoryRow)`
  update user_profiles set updated_at = now(), long_term_memory = (
    select coalesce(jsonb_agg(fact order by place), '[]')
    from jsonb_array_elements(${toJsonb(facts)}::jsonb) with ordinality as facts (fact, place)
    where fact #>> '{source,kind}' <> 'conversation' or not exists (
      select from erased_sessions where session_id::text = fact #>> '{source,session_id}'))
  where user_id = ${userId} returning long_term_memory as memory`

/** A session that was erased meanwhile is what was wanted. */
function unlessGone(error: unknown) {
  if (!(error instanceof Problem && error.type === 'not-found')) throw error
}
