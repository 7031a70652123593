import * as z from 'zod/mini'
import { type Neon, sql } from '../../clients/neon.ts'
import type { RedisDoor } from '../../clients/redis.ts'
import { Problem } from '../../problem.ts'
import { readState, replaceState, stateKey } from '../conversation-state.ts'
import type { Fact } from '../memory.ts'
import { type Recollection, recalledFact, withinPrompt } from '../recollection.ts'

export interface RemindDeps {
  neon: Neon
  redis: RedisDoor
  newId: () => string
  conversationTtlSeconds: number
}

const savedAlone =
  'This is saved, but conversations under way go on with what was remembered before, for Redis does not answer. To reach them, send PATCH /v1/users/me with the memory once more.'

const SessionId = z.object({ id: z.string() })

/** Brings the memory to the conversations that are under way. */
export async function remind(userId: string, memory: Fact[], deps: RemindDeps) {
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

async function remindEach(ids: string[], facts: Recollection[], deps: RemindDeps) {
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
