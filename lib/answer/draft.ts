import type { Embedded, NearAnswers } from '../cache/near-answers.ts'
import type { ChatEvent, Citation, Done, Source } from '../chat/events.ts'
import type { Passage } from '../chat/passage.ts'
import { type Question, retrievalMode } from '../chat/question.ts'
import type { Usage } from '../clients/openrouter.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import type { Arrival } from './arrive.ts'
import type { HandOff } from './refusal.ts'

/** An answer in the making: what has been said so far, and what is known of how. */
export interface Draft {
  question: Question
  clock: Stopwatch
  /** Whether the reader has heard anything; until then there is nothing to log. */
  isBegun: boolean
  isFollowUp: boolean
  standaloneQuestion?: string
  arrival?: Arrival
  /** The vector of the question as it was asked. */
  embedded?: Embedded
  /** Cached answers that it may share, as they are looked up. */
  near?: Promise<NearAnswers>
  /** The key of the cached answer that was given. */
  servedFrom?: string
  found: Passage[]
  sources: Source[]
  citations: Citation[]
  answer: string
  answered: boolean
  isFinished: boolean
  /** What the reader has been told, in order. */
  events: ChatEvent[]
  cached: Done['cached']
  degraded: string[]
  /** Why the reader is offered a person, if so. */
  handOff?: HandOff | undefined
  confidence?: number
  usage?: Usage | undefined
  latencyMs: number
}

export function newDraft(question: Question, clock: Stopwatch): Draft {
  return {
    question,
    clock,
    isBegun: false,
    isFollowUp: false,
    found: [],
    sources: [],
    citations: [],
    answer: '',
    answered: false,
    isFinished: false,
    events: [],
    cached: false,
    degraded: [],
    latencyMs: 0,
  }
}

/** The first event: from here on there is something to log. */
export function sourcesEvent(draft: Draft): ChatEvent {
  draft.isBegun = true
  draft.clock.mark('first_event')
  const { query_id } = draft.question
  return {
    event: 'sources',
    data: { query_id, retrieval_mode: retrievalMode(draft.question), sources: draft.sources },
  }
}

/** The last event of an answer that came to its end. */
export function doneEvent(draft: Draft): ChatEvent {
  draft.isFinished = true
  const { answered, cached, degraded, usage, clock, handOff } = draft
  return {
    event: 'done',
    data: {
      query_id: draft.question.query_id,
      answered,
      cached,
      degraded,
      latency_ms: Math.round(clock.elapsed()),
      timings: rounded(clock.timings),
      ...(usage && { usage }),
      ...(handOff && { hand_off: handOff }),
    },
  }
}

export const rounded = (timings: Record<string, number>) =>
  Object.fromEntries(Object.entries(timings).map(([name, ms]) => [name, Math.round(ms)]))

/** Says some more of the answer. */
export function speak(draft: Draft, text: string): ChatEvent {
  draft.answer += text
  return { event: 'delta', data: { text } }
}
