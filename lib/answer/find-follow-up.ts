import type { Question } from '../chat/question.ts'
import type { Turn } from '../chat/turn.ts'
import { joined } from '../retrieval/follow-up.ts'
import { withAttached } from '../retrieval/reader/attached.ts'
import { type RetrieveDeps, type Retrieved, retrieve } from '../retrieval/retrieve.ts'
import { type Standalone, type StandaloneDeps, standalone } from '../retrieval/standalone.ts'
import { settle } from '../upstream/settle.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import { isSureOf } from './is-sure.ts'

export type FollowUpDeps = RetrieveDeps & StandaloneDeps

/** What was found for a follow-up, and the question that was searched for. */
export interface FoundFollowUp extends Retrieved {
  standaloneQuestion: string
}

/**
 * Searches for a follow-up at once, joined to what came before it. The model's rewriting is asked for
 * beside that, where it `mayAsk`, and waited for only where the joined search is not sure; then both are
 * searched together. `timings.rewrite` is there when it was waited for.
 */
export async function findFollowUp(
  question: Question,
  turns: Turn[],
  mayAsk: boolean,
  deps: FollowUpDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<FoundFollowUp> {
  const text = joined(question.question, turns)
  const asked = completed(question, { question: text, searchFor: text })
  const enough = new AbortController()
  const { query_id: key } = question
  const ending = AbortSignal.any([signal, enough.signal])
  const rewriting = mayAsk && standalone(key, question.question, turns, deps, ending)
  try {
    const first = await search(question, asked, deps, clock, signal)
    if (!rewriting || isSureOf(question.question, turns, first)) return first
    const rewritten = completed(question, await clock.time('rewrite', rewriting))
    if (rewritten.searchFor === asked.searchFor) return first
    const second = await settle(search(question, rewritten, deps, clock, signal))
    return second.ok ? second.value : first
  } finally {
    enough.abort()
  }
}

async function search(
  question: Question,
  asked: Standalone,
  deps: FollowUpDeps,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<FoundFollowUp> {
  const found = await retrieve(question, asked, deps, clock, signal)
  return { ...found, standaloneQuestion: asked.question }
}

/** With what a pasted text says went wrong. */
function completed({ question, attached_text: text }: Question, asked: Standalone): Standalone {
  if (text === undefined) return asked
  const own = withAttached(question, text)
  return { question: asked.question, searchFor: `${asked.searchFor}\n${own.searchFor}` }
}
