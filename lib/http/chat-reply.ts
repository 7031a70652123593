import type { Context } from 'hono'
import { type ChatEvent, toDocument } from '../answer/events.ts'
import { Problem } from '../problem.ts'
import { eventStream, eventStreamHeaders, type ServerSentEvent } from './event-stream.ts'
import { problemType } from './problem-document.ts'

/**
 * Sends an answer as an event stream or, to who accepts JSON alone, as one document. The status
 * waits for the first event, so that whatever fails before it is a problem document.
 */
export async function chatReply(
  c: Context,
  events: AsyncGenerator<ChatEvent>,
  leave: () => void,
): Promise<Response> {
  const from = Date.now()
  if (wantsDocument(c.req.header('accept'))) return c.json(await whole(events))
  const first = await events.next()
  const body = eventStream(resumed(first, events), brokenOff, leave)
  return c.body(body, 200, {
    ...eventStreamHeaders,
    'server-timing': `first-event;dur=${Date.now() - from}`,
  })
}

/**
 * Sends what a reader has not heard yet of an answer that has ended. One that broke off ends with
 * the error it broke off with.
 */
export function replayReply(c: Context, heard: ServerSentEvent[], lastId: number): Response {
  async function* events() {
    yield* heard
    const last = heard.at(-1)
    if (last && last.event !== 'done') yield brokenOffEvent
  }
  return c.body(
    eventStream(events(), brokenOff, () => {}, lastId),
    200,
    eventStreamHeaders,
  )
}

const wantsDocument = (accept = '') =>
  accept.includes('application/json') && !accept.includes('text/event-stream')

async function whole(events: AsyncGenerator<ChatEvent>) {
  try {
    return await toDocument(events)
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('unavailable', 'The answer broke off.', { cause: error })
  }
}

async function* resumed(first: IteratorResult<ChatEvent>, events: AsyncGenerator<ChatEvent>) {
  try {
    if (first.done) return
    yield first.value
    yield* events
  } finally {
    await events.return(undefined)
  }
}

function brokenOff(error: unknown): ServerSentEvent {
  console.error(
    `An answer broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  )
  return errorEvent(
    error instanceof Problem ? error : new Problem('unavailable', 'The answer broke off.'),
  )
}

const errorEvent = (problem: Problem): ServerSentEvent => ({
  event: 'error',
  data: { type: problemType(problem), title: problem.title, retryable: true },
})

const brokenOffEvent = errorEvent(new Problem('unavailable', 'The answer broke off.'))
