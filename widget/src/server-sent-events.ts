import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { Trouble } from './trouble.ts'

/**
 * The events of a reply's body. The suite breaks every silence of ten seconds with a comment: a
 * longer one of `silenceMs` is a connection that died unnoticed, and is Trouble like a cut.
 */
export async function* serverSentEvents(
  body: ReadableStream<Uint8Array>,
  silenceMs: number,
): AsyncGenerator<EventSourceMessage> {
  let heard: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => heard.push(event) })
  const decoder = new TextDecoder()
  const reader = body.getReader()
  try {
    while (true) {
      const { done, value } = await within(reader.read(), silenceMs)
      if (done) return
      parser.feed(decoder.decode(value, { stream: true }))
      const events = heard
      heard = []
      yield* events
    }
  } finally {
    // The reader may have gone, or the connection have broken: nothing is left to wait for.
    reader.cancel().catch(() => undefined)
  }
}

async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Trouble('broken')), ms)
  })
  try {
    return await Promise.race([promise, silence])
  } finally {
    clearTimeout(timer)
  }
}
