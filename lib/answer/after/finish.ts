import { withAddresses } from '../../citations/address.ts'
import type { AnswerState } from '../answer-state.ts'
import { type ChargeDeps, charge, spentOn } from './charge.ts'
import type { Journal } from './journal.ts'
import { forgetDead, type KeepDeps, remember, rememberVerdicts } from './keep.ts'
import { toEntry, toEvent } from './to-entry.ts'

export interface FinishDeps extends ChargeDeps, KeepDeps {
  journal: Journal
  /** Tells a collector of the answer, where there is one. */
  trace?: (state: AnswerState) => Promise<void>
}

/** All that follows an answer's last byte: the log, the conversation's state, the cache, the event. */
export async function finish(state: AnswerState, deps: FinishDeps): Promise<void> {
  // Redis first: whoever erases the session after the log has its row knows all keys from there, and
  // a log that finds it erased takes them away again.
  const kept = await Promise.allSettled([remember(state, deps), forgetDead(state, deps)])
  const isChanged = await takeSecondLook(state)
  if (isChanged) kept.push(...(await Promise.allSettled([rememberVerdicts(state, deps)])))
  const entry = toEntry(state, await spentOn(state))
  const told = await Promise.allSettled([
    deps.journal.record(entry, toEvent(entry, new Date(deps.now()).toISOString())),
    charge(state, deps),
    deps.trace?.(state),
  ])
  for (const ended of [...kept, ...told]) {
    // The reader has the answer; what is lost here is told to the operator alone.
    if (ended.status === 'rejected')
      console.error(`After the answer ${entry.query_id}: ${String(ended.reason)}`)
  }
}

/** Waits for the second look, which a reader who left has not heard; whether it changed a verdict. */
async function takeSecondLook({ reply, events }: AnswerState): Promise<boolean> {
  const changed = (await reply.secondLook)?.citations
  if (!changed) return false
  reply.citations = withAddresses(changed, reply.sources)
  const isHeard = events.at(-1)?.event === 'citations'
  if (!isHeard && reply.isFinished)
    events.push({ event: 'citations', data: { citations: reply.citations } })
  return true
}
