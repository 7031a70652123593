const silenceMs = 10_000
// Each write costs as much as making a few events does.
const mostCharactersAtOnce = 64 * 1024
// An event goes through a dozen generators, each of which takes a few turns to hand it on.
const turnsToWait = 64

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
 * Encodes events, with a comment after every ten seconds of silence. Reads an event only when there is
 * room for it, and writes with it what comes at once, up to 64 Ki characters and an event. Cancelling it
 * calls `leave`, which has to end whatever the next event waits for, and then ends the events.
 */
export function encodedStream<Event>(
  events: AsyncGenerator<Event>,
  encode: (event: Event) => string,
  failed: (error: unknown) => Event,
  leave: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let silence: ReturnType<typeof watchSilence> | undefined
  let coming: ReturnType<typeof events.next> | undefined

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        silence = watchSilence(() => controller.enqueue(encoder.encode(': still here\n\n')))
      },
      async pull(controller) {
        let text = ''
        let isOver = false
        silence?.begin()
        try {
          do {
            const { done, value } = await (coming ?? events.next())
            if (done) isOver = true
            else text += encode(value)
            coming = events.next()
          } while (!isOver && (await isAtHand(coming)) && text.length < mostCharactersAtOnce)
        } catch (error) {
          // The status line has been sent: the failure is the stream's last event.
          text += encode(failed(error))
          isOver = true
        }
        silence?.end()
        if (text) controller.enqueue(encoder.encode(text))
        if (!isOver) return
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

/** Whether a promise is settled without waiting for anything outside. */
async function isAtHand(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false
  const settle = () => {
    isSettled = true
  }
  promise.then(settle, settle)
  for (let turn = 0; turn < turnsToWait && !isSettled; turn += 1) await undefined
  return isSettled
}

/** Breaks each ten seconds of silence. One timer serves a stream: an event only notes its time. */
function watchSilence(breakIt: () => void) {
  let since: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  function look() {
    timer = undefined
    // The reader takes nothing at the moment, and needs no sign of life.
    if (since === undefined) return
    const left = since + silenceMs - Date.now()
    if (left > 0) timer = setTimeout(look, left)
    else {
      breakIt()
      begin()
    }
  }

  /** From now on the reader waits for an event. */
  function begin() {
    since = Date.now()
    timer ??= setTimeout(look, silenceMs)
  }

  return {
    begin,
    end() {
      since = undefined
    },
    close() {
      if (timer !== undefined) clearTimeout(timer)
    },
  }
}
