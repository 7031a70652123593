import type { ChatEvent, Finish, Citation as SentCitation, Source } from '../../lib/chat/events.ts'
import { isRecord } from './request.ts'

export type { Source }

/** A citation; of an older suite it has no address of its own. */
export type Citation = SentCitation & { url?: string | undefined }

/** An event of an answer's stream as the widget hears it. */
export type StreamEvent =
  | Extract<ChatEvent, { event: 'sources' | 'delta' }>
  | { event: 'citations'; data: { citations: Citation[] } }
  | { event: 'suggestions'; data: { questions: string[] } }
  | {
      event: 'done'
      data: { answered: boolean; finish: Finish; degraded: boolean; handOff: boolean }
    }
  | { event: 'error' }

/** Reads one event; undefined for anything but an answer's events. */
export function readStreamEvent(event: string, json: string): StreamEvent | undefined {
  const data: unknown = JSON.parse(json)
  if (!isRecord(data)) return undefined
  if (event === 'error') return { event }
  if (event === 'delta') return { event, data: { text: String(data.text ?? '') } }
  if (event === 'citations') return { event, data: { citations: list(data.citations, isCitation) } }
  if (event === 'sources' && typeof data.query_id === 'string') {
    const sources = list(data.sources, isSource)
    const mode = data.retrieval_mode === 'selected_text' ? 'selected_text' : 'full_book'
    return { event, data: { query_id: data.query_id, retrieval_mode: mode, sources } }
  }
  if (event === 'suggestions') {
    return { event, data: { questions: list(data.questions, isText).slice(0, mostSuggestions) } }
  }
  if (event === 'done') {
    const degraded = Array.isArray(data.degraded) && data.degraded.length > 0
    const answered = data.answered !== false
    const finish = finishes.find((one) => one === data.finish) ?? 'stop'
    return { event, data: { answered, finish, degraded, handOff: data.hand_off !== undefined } }
  }
  return undefined
}

export const isText = (value: unknown): value is string => typeof value === 'string'

const mostSuggestions = 3

export const list = <T>(value: unknown, isOne: (one: unknown) => one is T): T[] =>
  Array.isArray(value) ? value.filter(isOne) : []

const finishes: Finish[] = ['stop', 'length', 'filtered', 'broken']

const texts = ['text', 'source', 'url', 'part', 'chapter', 'section']

export const isSource = (value: unknown): value is Source =>
  isRecord(value) &&
  typeof value.n === 'number' &&
  texts.every((name) => typeof value[name] === 'string')

export const isCitation = (value: unknown): value is Citation =>
  isRecord(value) && typeof value.n === 'number' && typeof value.quote === 'string'
