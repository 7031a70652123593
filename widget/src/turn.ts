import { isRecord } from './request.ts'
import {
  type Citation,
  isCitation,
  isSource,
  isText,
  list,
  type Source,
  type StreamEvent,
} from './stream-event.ts'
import type { TroubleKind } from './trouble.ts'

/** What a reader asks, and where. */
export interface Asked {
  question: string
  selectedText?: string | undefined
  /** A long text that was pasted beside the question. */
  attachedText?: string | undefined
  page?: { path: string; heading?: string } | undefined
}

/** A question with what has been heard of its answer. */
export interface Turn extends Asked {
  status: 'answering' | 'complete' | 'stopped' | TroubleKind
  answer: string
  sources: Source[]
  citations: Citation[]
  queryId?: string
  isRefused?: boolean
  isDegraded?: boolean
  /** How the reply ended, where that was not as the model meant it. */
  cutAs?: 'length' | 'filtered' | 'broken'
  offersPerson?: boolean
  isPassedOn?: boolean
  /** It was noted, but the suite has nobody whom it tells. */
  isNotTold?: boolean
  contact?: string
  /** What else these pages answer. */
  suggestions?: string[]
  rating?: 'up' | 'down'
}

export const newTurn = (asked: Asked): Turn => ({
  ...asked,
  status: 'answering',
  answer: '',
  sources: [],
  citations: [],
})

// A question's reader reads no more than this; what comes after it is not kept, which is said.
const longestAnswer = 60_000

/** Takes an event into the turn. `sources` begins the answer, also when it is told anew. */
export function hear(turn: Turn, event: Exclude<StreamEvent, { event: 'error' }>) {
  if (event.event === 'sources') {
    turn.queryId = event.data.query_id
    turn.sources = event.data.sources
    turn.answer = ''
  } else if (event.event === 'delta') {
    turn.answer = (turn.answer + event.data.text).slice(0, longestAnswer)
  } else if (event.event === 'citations') {
    turn.citations = event.data.citations
  } else if (event.event === 'suggestions') {
    turn.suggestions = event.data.questions
  } else {
    turn.status = 'complete'
    turn.isRefused = !event.data.answered
    turn.isDegraded = event.data.degraded
    const isTooLong = turn.answer.length >= longestAnswer
    const ended = event.data.finish === 'stop' && isTooLong ? 'length' : event.data.finish
    if (ended !== 'stop') turn.cutAs = ended
    turn.offersPerson = event.data.handOff
  }
}

/** The sources that the answer cites, in the order in which it first cites them. */
export function citedSources({ answer, sources, citations }: Turn): Source[] {
  const marks = [...answer.matchAll(/\[(\d{1,3})\]/g)].map(([, n]) => Number(n))
  const cited = new Set([...marks, ...citations.map(({ n }) => n)])
  return [...cited].flatMap((n) => sources.find((source) => source.n === n) ?? [])
}

/** A turn from the page's own storage, or undefined. */
export function readTurn(value: unknown): Turn | undefined {
  if (!isRecord(value) || typeof value.question !== 'string') return undefined
  const turn: Turn = newTurn({ question: value.question })
  const { status, queryId, rating, selectedText, attachedText, contact } = value
  if (typeof value.answer === 'string') turn.answer = value.answer
  if (typeof queryId === 'string') turn.queryId = queryId
  if (typeof selectedText === 'string') turn.selectedText = selectedText
  if (typeof attachedText === 'string') turn.attachedText = attachedText
  if (typeof contact === 'string') turn.contact = contact
  if (rating === 'up' || rating === 'down') turn.rating = rating
  turn.sources = list(value.sources, isSource)
  turn.citations = list(value.citations, isCitation)
  turn.isRefused = value.isRefused === true
  turn.isDegraded = value.isDegraded === true
  const cutAs = value.cutAs
  if (cutAs === 'length' || cutAs === 'filtered' || cutAs === 'broken') turn.cutAs = cutAs
  turn.offersPerson = value.offersPerson === true
  turn.isPassedOn = value.isPassedOn === true
  turn.isNotTold = value.isNotTold === true
  turn.suggestions = list(value.suggestions, isText)
  turn.status = status === 'complete' || status === 'stopped' ? status : 'broken'
  if (status === 'answering' && turn.queryId) turn.status = 'answering'
  return turn
}
