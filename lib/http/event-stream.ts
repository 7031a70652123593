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
 * Encodes events as server-sent events with increasing ids after `lastId`, and a comment after every ten seconds
 * of silence. Reads an event only when there is room for it. Cancelling it calls `leave`, which has
 * to end whatever the next event waits for, and then ends the events.
 */
export function eventStream(
  events: AsyncGenerator<ServerSentEvent>,
  failed: (error: unknown) => ServerSentEvent,
  leave: () => void,
  lastId = 0,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let id = lastId
  let next: Promise<IteratorResult<ServerSentEvent>> | undefined
  const encode = ({ event, data }: ServerSentEvent) => {
    id += 1
    return encoder.encode(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          next ??= events.next()
          const result = await orSilence(next)
          if (result === 'silence') return controller.enqueue(encoder.encode(': still here\n\n'))
          next = undefined
          if (result.done) return controller.close()
          controller.enqueue(encode(result.value))
        } catch (error) {
          // The status line has been sent: the failure is the stream's last event.
          controller.enqueue(encode(failed(error)))
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
    clearTimeout(timer)
  }
}
