import type { Context } from 'hono'
import { type ChatEvent, toDocument } from '../chat/events.ts'
import { Problem } from '../problem.ts'
import { eventStream, eventStreamHeaders, type ServerSentEvent } from './event-stream.ts'
import { problemType } from './problem-document.ts'

/**
 * Sends an answer as an event stream or, to a caller that accepts JSON alone, as one document.
 */
export async function chatReply(
  c: Context,
  events: AsyncGenerator<ChatEvent>,
  leave: () => void,
): Promise<Response> {
  if (wantsDocument(c.req.header('accept'))) return c.json(await whole(events))
  return await streamReply(c, events, (begun) => eventStream(begun, brokenOffWith, leave))
}

/**
 * Sends an answer as a stream that `encode` makes of its events. The status waits for the first
 * event, so that whatever fails before it is a problem document.
 */
export async function streamReply(
  c: Context,
  events: AsyncGenerator<ChatEvent>,
  encode: (begun: AsyncGenerator<ChatEvent>) => ReadableStream<Uint8Array>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const from = Date.now()
  const first = await events.next()
  return c.body(encode(resumed(first, events)), 200, {
    ...eventStreamHeaders,
    ...headers,
    'server-timing': `first-event;dur=${Date.now() - from}`,
  })
}

/**
 * Sends what a reader has not heard yet of an answer that has ended. One that broke off ends with
 * the error it broke off with.
 */
export function replayReply(
  c: Context,
  heard: { events: ServerSentEvent[]; isWhole: boolean },
  lastId: number,
): Response {
  async function* events() {
    yield* heard.events
    if (heard.events.length > 0 && !heard.isWhole) yield brokenOffEvent()
  }
  return c.body(
    eventStream(events(), brokenOffWith, () => {}, lastId),
    200,
    eventStreamHeaders,
  )
}

const wantsDocument = (accept = '') =>
  accept.includes('application/json') && !accept.includes('text/event-stream')

/** The whole answer as one document; one that breaks off is a problem. */
export async function whole(events: AsyncGenerator<ChatEvent>) {
  try {
    return await toDocument(events)
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('unavailable', 'The answer broke off.', { cause: error })
  }
}

/** What a reader learns about a failure after the first byte; what caused it goes to the log. */
export function brokenOff(error: unknown): Problem {
  console.error(
    `An answer broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  )
  return error instanceof Problem ? error : new Problem('unavailable', 'The answer broke off.')
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

const errorEvent = (problem: Problem): ServerSentEvent => ({
  event: 'error',
  data: { type: problemType(problem), title: problem.title, retryable: true },
})

const brokenOffWith = (error: unknown) => errorEvent(brokenOff(error))

// Made when it is needed: an error that is made as a Worker loads has V8 read the whole script twice.
const brokenOffEvent = () => errorEvent(new Problem('unavailable', 'The answer broke off.'))
