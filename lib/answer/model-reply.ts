import type { Finish, Source, Usage } from '../chat/events.ts'
import { createCitationFilter } from '../citations/citation-filter.ts'
import { createMarkupFilter } from '../citations/markup-filter.ts'
import type { CompletionPart } from '../clients/completion-stream.ts'
import type { Message } from '../clients/openrouter.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import { noAnswerMark } from './prompt.ts'

export interface ModelDeps {
  complete: (messages: Message[], signal: AbortSignal) => AsyncIterable<CompletionPart>
  firstTokenTimeoutMs: number
}

export interface Opening {
  isNoAnswer: boolean
  head: string
  usage?: Usage
  finish?: Finish
  rest: AsyncIterator<CompletionPart>
}

/** Reads from the model until it is clear that it answers, or that it finds no answer. */
export async function openReply(
  deps: ModelDeps,
  messages: Message[],
  clock: Pick<Stopwatch, 'mark'>,
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
  let usage: Usage | undefined
  let finish: Finish | undefined
  try {
    while (noAnswerMark.startsWith(undecorated(head))) {
      const { done, value } = await rest.next()
      if (done) break
      clearTimeout(timer)
      if ('usage' in value) usage = value.usage
      if ('finish' in value) finish = value.finish
      if ('text' in value) head += value.text
      clock.mark('model')
    }
  } finally {
    clearTimeout(timer)
  }
  if (head.trim() === '') throw new Error('The model said nothing')
  const isNoAnswer = undecorated(head).startsWith(noAnswerMark)
  return { isNoAnswer, head, rest, ...(usage && { usage }), ...(finish && { finish }) }
}

// A model that has learned to emphasise writes **NO_ANSWER**.
const undecorated = (text: string) => text.replace(/^[\s*_`"'“]+/, '').trimEnd()

/** What the model says, but for numbers of no source and markup that is not Markdown. */
export async function* readReply(
  { head, rest }: Opening,
  sources: Source[],
): AsyncGenerator<CompletionPart> {
  const markers = createCitationFilter(new Set(sources.map(({ n }) => n)))
  const markup = createMarkupFilter()
  const shown = (text: string) => markup.push(markers.push(text))
  const first = shown(head)
  if (first) yield { text: first }
  for (;;) {
    const { done, value } = await rest.next()
    if (done) break
    if (!('text' in value)) {
      yield value
      continue
    }
    const text = shown(value.text)
    if (text) yield { text }
  }
  const last = markup.push(markers.end()) + markup.end()
  if (last) yield { text: last }
}
