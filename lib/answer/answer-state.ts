import type {
  CachedAs,
  ChatEvent,
  Citation,
  Finish,
  HandOff,
  Source,
  Usage,
} from '../chat/events.ts'
import type { Passage } from '../chat/passage.ts'
import type { Question } from '../chat/question.ts'
import type { Recollection } from '../conversation/recollection.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import type { SecondLook } from './after/second-look.ts'
import type { Found } from './find.ts'
import type { RequestContext } from './request-context.ts'

/** An answer in the making: what each step of its way has found, written by answer.ts alone. */
export interface AnswerState {
  question: Question
  clock: Stopwatch
  /** What one trip to Redis gave. */
  context?: RequestContext
  /** What the search gave, where it was waited for. */
  found?: Found
  reply: Reply
  /** What the reader has been told, in order. While it is empty there is nothing to log. */
  events: ChatEvent[]
  latencyMs: number
}

/** What a reply says and how it came about, written by replies.ts alone. */
export interface Reply {
  sources: Source[]
  /** Every passage whose text is in the sources. */
  passages: Passage[]
  text: string
  citations: Citation[]
  /** What else the pages answer. */
  suggestions: string[]
  /** What the prompt was told of the reader. */
  recalled: Recollection[]
  answered: boolean
  /** Whether it answers what is no question: it leaves the conversation as it was. */
  isTalk: boolean
  /** Whether it does something with the answer before it, and so is of this conversation alone. */
  isAboutAnswer: boolean
  cached: CachedAs
  /** The key of the cached answer that was given. */
  servedFrom?: string
  /** The owner's answer that was given. */
  pinId?: string
  degraded: string[]
  handOff?: HandOff
  confidence?: number
  usage?: Usage
  /** What a second look at its citations says, and costs; it may come after the reader's last byte. */
  secondLook?: Promise<SecondLook | undefined>
  /** How long the prompt was, in characters, that the model was asked with. */
  askedCharacters?: number
  /** How the model ended it. */
  finish: Finish
  /** Whether the reader has heard it to its end. */
  isFinished: boolean
}

/** The state of an answer of which nothing is known yet. */
export const newAnswer = (question: Question, clock: Stopwatch): AnswerState => ({
  question,
  clock,
  reply: {
    sources: [],
    passages: [],
    text: '',
    citations: [],
    suggestions: [],
    recalled: [],
    answered: false,
    isTalk: false,
    isAboutAnswer: false,
    cached: false,
    degraded: [],
    finish: 'stop',
    isFinished: false,
  },
  events: [],
  latencyMs: 0,
})
