const silenceMs = 10_000

/** Headers of a stream of server-sent events that no proxy holds back or rewrites. */
export const eventStreamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

export interface ServerSentEvent {
  event: string
  data: unknown
}

/**
 * Encodes events as server-sent events with increasing ids after `lastId`. Failure and leaving are
 * those of `encodedStream`.
 */
export function eventStream(
  events: AsyncGenerator<ServerSentEvent>,
  failed: (error: unknown) => ServerSentEvent,
  leave: () => void,
  lastId = 0,
): ReadableStream<Uint8Array> {
  let id = lastId
  const encode = ({ event, data }: ServerSentEvent) => {
    id += 1
    return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`
  }
  return encodedStream(events, encode, failed, leave)
}

/**
 * Encodes events one by one, with a comment after every ten seconds of silence. Reads an event only
 * when there is room for it. Cancelling it calls `leave`, which has to end whatever the next event
 * waits for, and then ends the events.
 */
export function encodedStream<Event>(
  events: AsyncGenerator<Event>,
  encode: (event: Event) => string,
  failed: (error: unknown) => Event,
  leave: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let next: Promise<IteratorResult<Event>> | undefined

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const send = (text: string) => controller.enqueue(encoder.encode(text))
        try {
          next ??= events.next()
          const result = await orSilence(next)
          if (result === 'silence') return send(': still here\n\n')
          next = undefined
          if (result.done) return controller.close()
          send(encode(result.value))
        } catch (error) {
          // The status line has been sent: the failure is the stream's last event.
          send(encode(failed(error)))
          controller.close()
        }
      },
      async cancel() {
        leave()
        await events.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

async function orSilence<T>(promise: Promise<T>): Promise<T | 'silence'> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<'silence'>((resolve) => {
    timer = setTimeout(() => resolve('silence'), silenceMs)
  })
  try {
    return await Promise.race([promise, silence])
  } finally {
    if (timer !== undefined) clearTimeout(timer)
  }
}
