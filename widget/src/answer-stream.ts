import { serverSentEvents } from './server-sent-events.ts'
import { readStreamEvent, type StreamEvent } from './stream-event.ts'
import { Trouble } from './trouble.ts'

export interface AnswerStreamDeps {
  /** Asks the question. */
  ask: () => Promise<Response>
  /** Hears an answer again, after this event. */
  resume: (queryId: string, lastEventId: number) => Promise<Response>
  /** Says that the connection is lost, and waits: until there is one, and `ms` at least. */
  pause: (ms: number) => Promise<void>
  signal: AbortSignal
  /** An answer that was begun before: hear the rest of it rather than ask. */
  begun?: string | undefined
}

const silenceMs = 30_000
const pausesMs = [300, 700, 1500, 3000, 6000, 6000, 6000]
const firstPausesMs = pausesMs.slice(0, 1)

/**
 * An answer's events, each once and in order, over as many connections as it takes. A stream that
 * breaks after `sources` goes on from the last event heard; one that breaks before has shown
 * nothing and is asked again. Throws Trouble when that has failed often enough.
 */
export async function* answerStream(deps: AnswerStreamDeps): AsyncGenerator<StreamEvent> {
  let queryId = deps.begun
  let lastId = 0
  let failures = 0
  let isDone = false
  while (true) {
    try {
      const reply = queryId ? await deps.resume(queryId, lastId) : await deps.ask()
      if (!reply.body) throw new Trouble('broken')
      for await (const message of serverSentEvents(reply.body, silenceMs)) {
        const id = Number(message.id)
        if (id <= lastId) continue
        const event = readStreamEvent(message.event ?? '', message.data)
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
      if (deps.signal.aborted || !isPassing(error, queryId !== undefined)) throw error
    }
    if (isDone) return
    const pauses = queryId ? pausesMs : firstPausesMs
    const ms = pauses[failures]
    if (ms === undefined) throw new Trouble(queryId ? 'broken' : 'unreachable')
    failures += 1
    await deps.pause(ms)
  }
}

/** An answer that is still being written is not found until it has ended. */
function isPassing(error: unknown, isBegun: boolean): boolean {
  if (!(error instanceof Trouble)) return true
  if (error.status === 404) return isBegun
  return error.status === 0 || (isBegun && error.status >= 500)
}
