import { type AnswerDeps, answer } from '../../answer/answer.ts'
import type { Question } from '../../chat/question.ts'
import { createGate } from '../../limits/gate.ts'
import { now } from '../doors.ts'

/** What we ask ourselves is bound by its own budget. */
const most = { tokens: 1_000_000, seconds: 60 }
const noLimits = { session: most, address: most, day: most }

/** Answers as readers are answered, and logs and limits nothing. */
export const unlogged =
  (deps: Omit<AnswerDeps, 'finish'>) => (question: Question, left: AbortSignal) =>
    answer(
      question,
      {
        ...deps,
        pins: () => [],
        limits: noLimits,
        requireOpen: () => undefined,
        finish: () => undefined,
        gate: createGate(now),
      },
      left,
    )
