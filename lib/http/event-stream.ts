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
  let silence: ReturnType<typeof watchSilence> | undefined

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        silence = watchSilence(() => controller.enqueue(encoder.encode(': still here\n\n')))
      },
      async pull(controller) {
        const send = (text: string) => controller.enqueue(encoder.encode(text))
        silence?.begin()
        try {
          const result = await events.next()
          if (!result.done) return send(encode(result.value))
        } catch (error) {
          // The status line has been sent: the failure is the stream's last event.
          send(encode(failed(error)))
        } finally {
          silence?.end()
        }
        silence?.close()
        controller.close()
      },
      async cancel() {
        silence?.close()
        leave()
        await events.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

/** Breaks each ten seconds of silence. One timer serves a stream: an event only notes its time. */
function watchSilence(breakIt: () => void) {
  let since: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function look() {
    timer = undefined
    // The reader takes nothing at the moment, and needs no sign of life.
    if (since === undefined) return
    const lasted = Date.now() - since
    if (lasted < silenceMs) {
      timer = setTimeout(look, silenceMs - lasted)
      return
    }
    breakIt()
    since = Date.now()
    timer = setTimeout(look, silenceMs)
  }

  return {
    /** From now on the reader waits for an event. */
    begin() {
      since = Date.now()
      timer ??= setTimeout(look, silenceMs)
    },
    end() {
      since = undefined
    },
    close() {
      if (timer !== undefined) clearTimeout(timer)
    },
  }
}
