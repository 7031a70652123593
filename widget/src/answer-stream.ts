import { type AnswerEventsDeps, answerEvents } from '../../packages/client/src/answer-events.ts'
import { readStreamEvent, type StreamEvent } from './stream-event.ts'
import { Trouble } from './trouble.ts'

type Deps = Omit<AnswerEventsDeps<StreamEvent>, 'read' | 'statusOf' | 'giveUp'>

/** An answer's events as the client package hears them, read as the widget needs them. Throws Trouble. */
export const answerStream = (deps: Deps): AsyncGenerator<StreamEvent> =>
  answerEvents({
    ...deps,
    read: readStreamEvent,
    statusOf: (error) => (error instanceof Trouble ? error.status : undefined),
    giveUp: (isBegun) => new Trouble(isBegun ? 'broken' : 'unreachable'),
  })
