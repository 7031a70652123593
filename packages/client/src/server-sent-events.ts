/** One event of a stream, with its fields as they were sent. */
export interface ServerSentEvent {
  id?: string
  event?: string
  data: string
}

/**
 * The events of a reply's body. The suite breaks every silence of ten seconds with a comment: a
 * longer one of `silenceMs` is a connection that died unnoticed, which fails like a cut. With a
 * `restMs` the body is looked into no more often than that, for all that has come by then.
 */
export async function* serverSentEvents(
  body: ReadableStream<Uint8Array>,
  silenceMs: number,
  restMs = 0,
): AsyncGenerator<ServerSentEvent> {
  let unread = ''
  for await (const text of textsOf(body, silenceMs, restMs)) {
    unread += text
    // A carriage return at the end may be half of a line's end.
    const blocks = unread.replace(/\r\n|\r(?!$)/g, '\n').split('\n\n')
    unread = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = readEvent(block)
      if (event) yield event
    }
  }
}

/** A body's text, piece by piece. */
async function* textsOf(body: ReadableStream<Uint8Array>, silenceMs: number, restMs: number) {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let [text, isDone, isEager] = ['', false, false]
  const gather = async () => {
    do {
      const { done, value } = await reader.read()
      text += decoder.decode(value, { stream: true })
      isDone = done
    } while (isEager && !isDone)
  }
  let gathering: Promise<void> | undefined
  try {
    while (!isDone) {
      await within(gathering ?? gather(), silenceMs)
      if (restMs) {
        // What has come by now is read before any timer runs; one read is left open.
        isEager = true
        gathering = gather()
        gathering.catch(() => 0)
        await pause(0)
        isEager = false
      }
      yield text
      text = ''
      // Who leaves, or whose connection breaks, rests no longer.
      const rest = restMs && !isDone && pause(restMs)
      await Promise.race([rest, gathering?.then(() => rest)])
    }
  } finally {
    // The reader may have gone, or the connection have broken: nothing is left to wait for.
    reader.cancel().catch(() => 0)
  }
}

const pause = (ms: number) => new Promise((end) => setTimeout(end, ms))

/** What a block of lines says; undefined for one without data, such as a comment. */
function readEvent(block: string): ServerSentEvent | undefined {
  const fields: Record<string, string> = {}
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^(\w+)(?:: ?(.*))?$/.exec(line) ?? []
    fields[name] = name === 'data' && 'data' in fields ? `${fields.data}\n${value}` : value
  }
  const { id, event, data } = fields
  return data === undefined ? undefined : { data, ...(id && { id }), ...(event && { event }) }
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(reject, ms, new Error('Silence'))
  })
  try {
    return await Promise.race([promise, silence])
  } finally {
    clearTimeout(timer)
  }
}
