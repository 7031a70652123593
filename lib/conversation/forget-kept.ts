import type { AnswerPoints } from '../clients/answer-points.ts'
import type { RedisDoor } from '../clients/redis.ts'
import { erasedState, readState, stateKey } from './conversation-state.ts'

export interface ForgetDeps {
  redis: RedisDoor
  points: Pick<AnswerPoints, 'removeOf'>
  /** As long as a token of the session may still be shown. */
  tokenHours: number
}

/** What Redis is known to hold of an erased session's words, beside what its state names. */
export interface Kept {
  session_id: string
  /** Of cached and replayable answers, and of states that hold what was learned in the session. */
  cache_keys: string[]
}

/**
 * Takes erased sessions' words out of Redis and Qdrant, and leaves a mark in place of each state, so
 * that nothing is answered to a token of theirs any more.
 */
export async function forgetKept(
  sessions: Kept[],
  { redis, points, tokenHours }: ForgetDeps,
): Promise<void> {
  const states = await redis.commands.mget(...sessions.map((one) => stateKey(one.session_id)))
  const named = states.flatMap((value) => readState(value ?? undefined)?.keys ?? [])
  const all = [...new Set([...named, ...sessions.flatMap((one) => one.cache_keys)])]
  const isState = (key: string) => key.startsWith(stateKey(''))
  const keys = all.filter((key) => !isState(key))
  const pipeline = redis.commands.pipeline()
  if (keys.length > 0) pipeline.del(...keys)
  const told = all.filter(isState)
  for (const key of told) pipeline.delUnless(key, erasedState)
  for (const { session_id } of sessions)
    pipeline.set(stateKey(session_id), erasedState, { ex: tokenHours * 3600 })
  await Promise.all([pipeline.exec(), points.removeOf(sessions.map((one) => one.session_id))])
}
