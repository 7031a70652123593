import { isRecord } from './request.ts'
import {
  type Citation,
  isCitation,
  isSource,
  list,
  type Source,
  type StreamEvent,
} from './stream-event.ts'
import type { TroubleKind } from './trouble.ts'

/** What a reader asks, and where. */
export interface Asked {
  question: string
  selectedText?: string | undefined
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
  rating?: 'up' | 'down'
}

export const newTurn = (asked: Asked): Turn => ({
  ...asked,
  status: 'answering',
  answer: '',
  sources: [],
  citations: [],
})

// A question's reader reads no more than this; what comes after it is not kept.
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
  } else {
    turn.status = 'complete'
    turn.isRefused = !event.data.answered
    turn.isDegraded = event.data.degraded
    if (event.data.finish !== 'stop') turn.cutAs = event.data.finish
    turn.offersPerson = event.data.handOff
  }
}

/** The sources that the answer cites, by the order of their numbers. */
export function citedSources({ answer, sources, citations }: Turn): Source[] {
  const cited = new Set(citations.map(({ n }) => n))
  for (const [, n] of answer.matchAll(/\[(\d{1,3})\]/g)) cited.add(Number(n))
  return sources.filter(({ n }) => cited.has(n)).sort((a, b) => a.n - b.n)
}

/** A turn from the page's own storage, or undefined. */
export function readTurn(value: unknown): Turn | undefined {
  if (!isRecord(value) || typeof value.question !== 'string') return undefined
  const turn: Turn = newTurn({ question: value.question })
  const { status, queryId, rating, selectedText } = value
  if (typeof value.answer === 'string') turn.answer = value.answer
  if (typeof queryId === 'string') turn.queryId = queryId
  if (typeof selectedText === 'string') turn.selectedText = selectedText
  if (rating === 'up' || rating === 'down') turn.rating = rating
  turn.sources = list(value.sources, isSource)
  turn.citations = list(value.citations, isCitation)
  turn.isRefused = value.isRefused === true
  turn.isDegraded = value.isDegraded === true
  const cutAs = value.cutAs
  if (cutAs === 'length' || cutAs === 'filtered' || cutAs === 'broken') turn.cutAs = cutAs
  turn.offersPerson = value.offersPerson === true
  turn.isPassedOn = value.isPassedOn === true
  turn.status = status === 'complete' || status === 'stopped' ? status : 'broken'
  if (status === 'answering' && turn.queryId) turn.status = 'answering'
  return turn
}
