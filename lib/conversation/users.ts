import * as z from 'zod/mini'
import { fragment, type Neon, NoRow, sql } from '../clients/neon.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { Problem } from '../problem.ts'
import { cleanText, someText } from '../text/clean-text.ts'
import { sha256Hex } from '../text/sha256.ts'
import type { Publish } from '../webhooks/publish.ts'
import { toJsonb } from '../webhooks/record.ts'
import { readState, replaceState, stateKey } from './conversation-state.ts'
import type { Erasure } from './erasure.ts'
import { Identity, readOneTimeToken } from './identity-token.ts'
import { Fact, longestFact, mostFacts } from './memory.ts'
import { type Recollection, recalledFact, withinPrompt } from './recollection.ts'

/** A reader who is known: on which channels, and what is remembered. */
export const User = z.object({
  user_id: z.uuid(),
  identities: z.array(Identity),
  memory: z.array(Fact),
  created_at: z.iso.datetime(),
})

export type User = z.infer<typeof User>

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

const savedAlone =
  'This is saved, but conversations under way go on with what was remembered before, for Redis does not answer. To reach them, send PATCH /v1/users/me with the memory once more.'

const UserRow = z.extend(User, { created_at: z.date() })
const UserId = z.object({ user_id: z.string() })
const MemoryRow = z.object({ memory: z.array(Fact) })
const SessionId = z.object({ id: z.string() })

/** Longer than any token lives. */
const usedSeconds = 660
/** How often two readers are joined who are joined to others meanwhile. */
const mostAttempts = 10

export interface UsersDeps {
  neon: Neon
  redis: RedisDoor
  erasure: Erasure
  publish: Publish
  newId: () => string
  now: () => number
  identitySecret: string
  conversationTtlSeconds: number
}

type WantedFact = z.infer<typeof UserChange>['memory'][number]

export type Users = ReturnType<typeof createUsers>

/** Readers who are known by an identity token, seen from a session of theirs. */
export function createUsers(deps: UsersDeps) {
  const { neon, now, identitySecret } = deps

  return {
    get: (sessionId: string) => find(sessionId, deps),

    /** Sets what is remembered; a fact that stays word by word keeps where it came from. */
    async change(sessionId: string, wanted: z.infer<typeof UserChange>): Promise<User> {
      const user = await find(sessionId, deps)
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
      await find(sessionId, deps)
      await spend(given.tokenId, deps)
      const user = await joined(sessionId, given, deps)
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
      const { user_id, identities } = await find(sessionId, deps)
      requireOther(identities, provider, external_id)
      const [, parted] = await neon.transaction([
        holdUser(user_id),
        sql(UserId)`
          delete from identities where user_id = ${user_id} and provider = ${provider}
            and external_id = ${external_id}
            and (select count(*) from identities where user_id = ${user_id}) > 1
          returning user_id::text`,
      ])
      // Another has parted meanwhile.
      if (parted.length === 0)
        requireOther((await find(sessionId, deps)).identities, provider, external_id)
      await tell(
        'A reader parted from a channel',
        { session_id: sessionId, user_id, provider },
        deps,
      )
      return await find(sessionId, deps)
    },

    /** Erases a user: the identities, what is remembered, and every conversation. */
    async forget(sessionId: string): Promise<void> {
      const { user_id } = await find(sessionId, deps)
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

async function find(sessionId: string, { neon }: UsersDeps): Promise<User> {
  const [row] = await neon.run(userOf(sessionId))
  if (!row) throw unknownUser()
  return { ...row, created_at: row.created_at.toISOString() }
}

const unknownUser = () =>
  new Problem('not-found', 'This session names no user: open one with identity_token.')

/**
 * Makes the reader of a session and that of an identity one. Either may be joined to a third, or be
 * erased, at that moment: until the identity is seen to be the reader's, it is tried again.
 */
async function joined(
  sessionId: string,
  { provider, external_id }: Identity,
  deps: UsersDeps,
): Promise<User> {
  for (let attempts = 0; attempts < mostAttempts; attempts += 1) {
    const user = await find(sessionId, deps)
    const { user_id } = user
    const isTheirs = (one: Identity) => one.provider === provider && one.external_id === external_id
    if (user.identities.some(isTheirs)) return user
    const [[other]] = await deps.neon.transaction([
      sql(UserId)`
        select user_id::text from identities
        where provider = ${provider} and external_id = ${external_id}`,
      sql(NoRow)`
        insert into identities (provider, external_id, user_id)
        select ${provider}, ${external_id}, user_id from user_profiles where user_id = ${user_id}
        for key share on conflict do nothing`,
    ])
    if (other) await deps.neon.transaction(merging(other.user_id, user_id))
  }
  throw new Problem('conflict', 'This reader and that one are being joined to others: try again.')
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

/** Takes a one-time token; a second time it is refused. */
async function spend(tokenId: string, { redis }: UsersDeps) {
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

/** The owner can see who has become whom; it is told after it is done, and may be lost. */
async function tell(
  message: string,
  about: { session_id: string; user_id: string; provider: string },
  { publish }: UsersDeps,
) {
  const data = { component: 'identities', message, ...about }
  await publish({ type: 'error.occurred', data }).catch(() => undefined)
}

/** Brings the memory to the conversations that are under way. */
async function remind(userId: string, memory: Fact[], deps: UsersDeps) {
  const { neon, conversationTtlSeconds } = deps
  const live = await neon.run(sql(SessionId)`
    select id::text from sessions where user_id = ${userId}
      and last_active_at > now() - make_interval(secs => ${conversationTtlSeconds}::int)
    order by last_active_at desc limit 50`)
  const facts = memory.map(recalledFact)
  await remindEach(
    live.map(({ id }) => id),
    facts,
    deps,
  ).catch((cause: unknown) => {
    throw new Problem('unavailable', savedAlone, { cause })
  })
}

async function remindEach(ids: string[], facts: Recollection[], deps: UsersDeps) {
  const { redis, newId, conversationTtlSeconds: ex } = deps
  if (ids.length === 0) return
  const held = await redis.commands.mget(...ids.map(stateKey))
  const pipeline = redis.commands.pipeline()
  const states = held.map((value) => readState(value ?? undefined))
  for (const [at, read] of states.entries()) {
    // What Redis does not hold is read from Neon when it is needed.
    if (!read) continue
    const summaries = read.memory.filter(({ kind }) => kind === 'summary')
    const next = { ...read, memory: withinPrompt([...facts, ...summaries]) }
    replaceState(pipeline, ids[at] ?? '', next, { read, version: newId(), ex })
  }
  if (states.some((state) => state !== undefined)) await pipeline.exec()
}

const userOf = (sessionId: string) =>
  sql(UserRow)`
    select p.user_id::text, p.long_term_memory as memory, p.created_at, (
      select coalesce(jsonb_agg(jsonb_build_object('provider', provider, 'external_id', external_id)
        order by i.created_at), '[]')
      from identities i where i.user_id = p.user_id) as identities
    from sessions s join user_profiles p using (user_id) where s.id = ${sessionId}`

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

/** A session that was erased meanwhile is what was wanted. */
function unlessGone(error: unknown) {
  if (!(error instanceof Problem && error.type === 'not-found')) throw error
}
