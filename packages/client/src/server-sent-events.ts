/** One event of a stream, with its fields as they were sent. */
export interface ServerSentEvent {
  id?: string
  event?: string
  data: string
}

/** Waits before a body is read on that was last looked into so many milliseconds ago. */
export type Rest = (agoMs: number) => Promise<unknown>

// What is there already is read sooner than this, one piece after the other.
const atOnceMs = 5

/**
 * The events of a reply's body. The suite breaks every silence of ten seconds with a comment: a
 * longer one of `silenceMs` is a connection that died unnoticed, which fails like a cut. Whoever shows
 * what was heard less often than it comes gives a `rest`: it is told how long ago the body was last looked
 * into, and nothing is read until it ends.
 */
export async function* serverSentEvents(
  body: ReadableStream<Uint8Array>,
  silenceMs: number,
  rest?: Rest,
): AsyncGenerator<ServerSentEvent> {
  let unread = ''
  for await (const text of textsOf(body, silenceMs, rest)) {
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
async function* textsOf(body: ReadableStream<Uint8Array>, silenceMs: number, rest?: Rest) {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let lookedAt = 0
  let waitsSince = Infinity
  let isSilent = false
  // One timer a stream: a piece only notes its time.
  const watch = setInterval(() => {
    isSilent = Date.now() - waitsSince >= silenceMs
    if (isSilent) reader.cancel().catch(() => 0)
  }, silenceMs / 3)
  try {
    while (true) {
      waitsSince = Date.now()
      const { done, value } = await reader.read()
      waitsSince = Infinity
      if (isSilent) throw new Error('Silence')
      if (done) return
      const agoMs = Date.now() - lookedAt
      if (rest && agoMs > atOnceMs) {
        await rest(agoMs)
        lookedAt = Date.now()
      }
      yield decoder.decode(value, { stream: true })
    }
  } finally {
    clearInterval(watch)
    // The reader may have gone, or the connection have broken: nothing is left to wait for.
    reader.cancel().catch(() => 0)
  }
}

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
