import type { ChatEvent, Source } from '../chat/events.ts'
import { createCitationFilter } from '../citations/citation-filter.ts'
import { createMarkupFilter } from '../citations/markup-filter.ts'
import type { CompletionPart, Message } from '../clients/openrouter.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import { type Draft, speak } from './draft.ts'
import { noAnswer } from './prompt.ts'

export interface ModelDeps {
  complete: (messages: Message[], signal: AbortSignal) => AsyncIterable<CompletionPart>
  firstTokenTimeoutMs: number
}

export interface Opening {
  isRefusal: boolean
  head: string
  rest: AsyncIterator<CompletionPart>
}

/** Reads from the model until it is clear that it answers, or that it finds no answer. */
export async function openReply(
  deps: ModelDeps,
  messages: Message[],
  draft: Draft,
  clock: Stopwatch,
  signal: AbortSignal,
): Promise<Opening> {
  const late = new AbortController()
  const timer = setTimeout(
    () => late.abort(new Error('No token in time')),
    deps.firstTokenTimeoutMs,
  )
  const parts = deps.complete(messages, AbortSignal.any([signal, late.signal]))
  const rest = parts[Symbol.asyncIterator]()
  let head = ''
  try {
    while (noAnswer.startsWith(undecorated(head))) {
      const { done, value } = await rest.next()
      if (done) break
      clearTimeout(timer)
      if ('usage' in value) draft.usage = value.usage
      else head += value.text
      clock.mark('model')
    }
  } finally {
    clearTimeout(timer)
  }
  const isRefusal = undecorated(head).startsWith(noAnswer)
  if (head.trim() === '') throw new Error('The model said nothing')
  return { isRefusal, head, rest }
}

// A model that has learned to emphasise writes **NO_ANSWER**.
const undecorated = (text: string) => text.replace(/^[\s*_`"'“]+/, '').trimEnd()

/** Says what the model says, but for numbers of no source and markup that is not Markdown. */
export async function* write(draft: Draft, { head, rest }: Opening): AsyncGenerator<ChatEvent> {
  const markers = createCitationFilter(new Set(draft.sources.map((source: Source) => source.n)))
  const markup = createMarkupFilter()
  const filter = {
    push: (text: string) => markup.push(markers.push(text)),
    end: () => markup.push(markers.end()) + markup.end(),
  }
  const first = filter.push(head)
  if (first) yield speak(draft, first)
  for (;;) {
    const { done, value } = await rest.next()
    if (done) break
    if ('usage' in value) draft.usage = value.usage
    else {
      const text = filter.push(value.text)
      if (text) yield speak(draft, text)
    }
  }
  const last = filter.end()
  if (last) yield speak(draft, last)
}
