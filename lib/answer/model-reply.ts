import type { Finish, Source, Usage } from '../chat/events.ts'
import { createCitationFilter } from '../citations/citation-filter.ts'
import { createMarkupFilter } from '../citations/markup-filter.ts'
import type { CompletionPart } from '../clients/completion-stream.ts'
import type { Complete, Message } from '../clients/openrouter.ts'
import type { Stopwatch } from '../upstream/stopwatch.ts'
import { createEchoGuard } from './echo-guard.ts'
import { createRefusalFilter } from './refusal-filter.ts'

export interface ModelDeps {
  complete: Complete
  firstTokenTimeoutMs: number
}

/** A piece of what the reader is shown; after `isRefused` there is no more of it. */
export type ReplyPart = CompletionPart | { isRefused: true }

export interface Opening {
  /** Whether the model says that the passages do not hold the answer, and nothing before that. */
  isNoAnswer: boolean
  /** What is said first. */
  head: string
  usage?: Usage
  finish?: Finish
  /** What follows it. */
  rest: AsyncGenerator<ReplyPart>
}

/**
 * Reads from the model until it is clear that it answers, or that it finds no answer. Throws when it
 * has said nothing in time, nothing but blanks and markers, or repeats its prompt.
 */
export async function openReply(
  deps: ModelDeps,
  messages: Message[],
  sources: Source[],
  clock: Pick<Stopwatch, 'begin' | 'mark'>,
  signal: AbortSignal,
): Promise<Opening> {
  const late = new AbortController()
  const timer = setTimeout(
    () => late.abort(new Error('No token in time')),
    deps.firstTokenTimeoutMs,
  )
  clock.begin('model')
  let isOpen = false
  const anySignal = AbortSignal.any([signal, late.signal])
  const parts = deps.complete(messages, anySignal, () => isOpen)
  const rest = shownParts(parts, messages, sources)
  const opening: Opening = { isNoAnswer: false, head: '', rest }
  try {
    while (!opening.isNoAnswer && !saysSomething(opening.head)) {
      const { done, value } = await rest.next()
      if (done) throw new Error('The model said nothing')
      if ('usage' in value) opening.usage = value.usage
      if ('finish' in value) opening.finish = value.finish
      if ('text' in value) opening.head += value.text
      if ('isRefused' in value) opening.isNoAnswer = true
    }
  } finally {
    clearTimeout(timer)
  }
  isOpen = true
  clock.mark('model')
  return opening
}

// A marker says nothing, nor does one that is cut at the answer's bound.
const saysSomething = (head: string) =>
  /[\p{L}\p{N}\p{S}]/u.test(head.replace(/\[\d{0,3}(?:\]|$)/g, ''))

/** A reply without refusal marks, numbers of no source and markup that is not Markdown. */
async function* shownParts(
  parts: AsyncIterable<CompletionPart>,
  messages: Message[],
  sources: Source[],
): AsyncGenerator<ReplyPart> {
  const echo = createEchoGuard(messages)
  const refusal = createRefusalFilter()
  const markers = createCitationFilter(new Set(sources.map(({ n }) => n)))
  const markup = createMarkupFilter()
  const shown = (text: string) => markup.push(markers.push(refusal.push(echo.push(text))))
  const rest = () =>
    markup.push(markers.push(refusal.push(echo.end()) + refusal.end()) + markers.end()) +
    markup.end()
  let finish: Finish | undefined
  for await (const part of parts) {
    if ('finish' in part) finish = part.finish
    else if ('usage' in part) yield part
    else {
      const text = shown(part.text)
      if (text) yield { text }
    }
    if (refusal.isRefused || echo.isEcho) break
  }
  const last = rest()
  if (last) yield { text: last }
  if (refusal.isRefused) yield { isRefused: true }
  else yield { finish: echo.isEcho ? 'broken' : (finish ?? 'broken') }
}
