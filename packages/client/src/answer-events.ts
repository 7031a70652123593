import { type Rest, serverSentEvents } from './server-sent-events.ts'

/** An event of an answer, as far as hearing it to its end depends on it. */
export type AnswerEvent =
  | { event: 'sources'; data: { query_id: string } }
  | { event: 'delta' | 'citations' | 'suggestions' | 'done' | 'error' }

export interface AnswerEventsDeps<Event extends AnswerEvent> {
  /** Asks the question. */
  ask: () => Promise<Response>
  /** Hears an answer again, after this event. */
  resume: (queryId: string, lastEventId: number) => Promise<Response>
  /** Says that the connection is lost, and waits: until there is one, and `ms` at least. */
  pause: (ms: number) => Promise<void>
  signal: AbortSignal
  /** Waits before what comes late is heard, for whoever shows no more often what was heard. */
  rest?: Rest
  /** An answer that was begun before: hear the rest of it rather than ask. */
  begun?: string | undefined
  /** Reads one event; undefined for one that is none of an answer's. */
  read: (event: string, json: string) => Event | undefined
  /** The status of a call that failed, 0 where there was no reply; undefined for any other error. */
  statusOf: (error: unknown) => number | undefined
  /** What is thrown when all tries have failed. */
  giveUp: (isBegun: boolean) => Error
}

const silenceMs = 30_000
const pausesMs = [300, 700, 1500, 3000, 6000, 6000, 6000]
const firstPausesMs = pausesMs.slice(0, 1)

/**
 * An answer's events, each once and in order, over as many connections as it takes. A stream that
 * breaks after `sources` goes on from the last event heard; one that breaks before has shown
 * nothing and is asked again. Throws when that has failed often enough.
 */
export async function* answerEvents<Event extends AnswerEvent>(
  deps: AnswerEventsDeps<Event>,
): AsyncGenerator<Event> {
  let queryId = deps.begun
  let lastId = 0
  let failures = 0
  let isDone = false
  while (true) {
    try {
      const reply = queryId ? await deps.resume(queryId, lastId) : await deps.ask()
      if (!reply.body) throw deps.giveUp(true)
      for await (const message of serverSentEvents(reply.body, silenceMs, deps.rest)) {
        const id = Number(message.id)
        if (id <= lastId) continue
        const event = deps.read(message.event ?? '', message.data)
        if (id > 0) lastId = id
        if (!event) continue
        failures = 0
        if (event.event === 'sources') queryId = event.data.query_id
        yield event
        if (event.event === 'error') return
        // Verdicts may still change after it.
        isDone ||= event.event === 'done'
      }
    } catch (error) {
      if (isDone) return
      if (deps.signal.aborted || !isPassing(deps.statusOf(error), queryId !== undefined))
        throw error
    }
    if (isDone) return
    const pauses = queryId ? pausesMs : firstPausesMs
    const ms = pauses[failures]
    if (ms === undefined) throw deps.giveUp(queryId !== undefined)
    failures += 1
    await deps.pause(ms)
  }
}

/** An answer that is still being written is not found until it has ended. */
function isPassing(status: number | undefined, isBegun: boolean): boolean {
  if (status === undefined) return true
  if (status === 404) return isBegun
  return status === 0 || (isBegun && status >= 500)
}
