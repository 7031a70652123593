/** One event of a stream, with its fields as they were sent. */
export interface ServerSentEvent {
  id?: string
  event?: string
  data: string
}

/**
 * The events of a reply's body. The suite breaks every silence of ten seconds with a comment: a
 * longer one of `silenceMs` is a connection that died unnoticed, which fails like a cut.
 */
export async function* serverSentEvents(
  body: ReadableStream<Uint8Array>,
  silenceMs: number,
): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let unread = ''
  try {
    while (true) {
      const { done, value } = await within(reader.read(), silenceMs)
      if (done) return
      unread += decoder.decode(value, { stream: true })
      // A carriage return at the end may be half of a line's end.
      const text = unread.replace(/\r\n|\r(?!$)/g, '\n')
      const blocks = text.split('\n\n')
      unread = blocks.pop() ?? ''
      for (const block of blocks) {
        const event = readEvent(block)
        if (event) yield event
      }
    }
  } finally {
    // The reader may have gone, or the connection have broken: nothing is left to wait for.
    reader.cancel().catch(() => undefined)
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

async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Silence of ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, silence])
  } finally {
    clearTimeout(timer)
  }
}
