import { randomUUID } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import type { ChatRequest } from './openrouter-schemas.ts'
import { countTokens } from './tokens.ts'

const about = {
  model: 'marginalia/extractive-stand-in',
  provider: 'local extraction, no language model',
}
// Tokens that come faster than they are read come several together, as from the hosts that are fast.
const mostTogether = 8
const stopped = { finish_reason: 'stop', native_finish_reason: 'stop' }
const unfinished = { finish_reason: null, native_finish_reason: null }

/** The whole answer as one chat completion. */
export function chatReply(text: string, promptTokens: number, { max_tokens: limit }: ChatRequest) {
  const { pieces, finish } = toPieces(text, limit)
  const message = { role: 'assistant', content: pieces.join(''), refusal: null, reasoning: null }
  return {
    ...envelope('chat.completion'),
    choices: [{ index: 0, message, logprobs: null, ...finish }],
    usage: usage(promptTokens, text),
  }
}

/**
 * The answer as OpenRouter streams it, a few tokens an event; stops when the reader leaves. The first
 * events are each a write of its own, and as nobody waits between them, ever more come together.
 */
export function chatStream(text: string, promptTokens: number, request: ChatRequest): Response {
  const lines = events(text, promptTokens, request)
  const encoder = new TextEncoder()
  let together = 0.5
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      // One write a turn of the loop, so that none is joined with the next.
      await turn()
      const written = next(lines, Math.ceil(together))
      if (written === '') return controller.close()
      together = Math.min(2 * together, mostTogether)
      controller.enqueue(encoder.encode(written))
    },
    cancel: () => void lines.return(),
  })
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
  })
}

/** The next events, as many as there are. */
function next(lines: Iterator<string, void>, count: number): string {
  let written = ''
  for (let n = 0; n < count; n += 1) written += lines.next().value ?? ''
  return written
}

function* events(
  text: string,
  promptTokens: number,
  { max_tokens: limit, usage: wanted, stream_options: options }: ChatRequest,
): Generator<string, void> {
  const base = envelope('chat.completion.chunk')
  const chunk = (delta: object, finish: object) =>
    `data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, ...finish }] })}\n\n`
  const { pieces, finish } = toPieces(text, limit)
  yield ': OPENROUTER PROCESSING\n\n'
  for (const content of pieces) yield chunk({ role: 'assistant', content }, unfinished)
  yield chunk({ role: 'assistant', content: '' }, finish)
  if (wanted?.include || options?.include_usage) {
    yield `data: ${JSON.stringify({ ...base, choices: [], usage: usage(promptTokens, text) })}\n\n`
  }
  yield 'data: [DONE]\n\n'
}

function envelope<T extends string>(object: T) {
  return { id: `gen-${randomUUID()}`, ...about, object, created: Math.floor(Date.now() / 1000) }
}

function usage(promptTokens: number, text: string) {
  const completion = countTokens(text)
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completion,
    total_tokens: promptTokens + completion,
    cost: 0,
  }
}

// Two words a piece, and a marker such as [1] in two pieces, as real models split them.
function toPieces(text: string, limit: number | null | undefined) {
  const pieces = text.match(/ ?\[|\d+\]|\s*[^\s[\]]+(?:\s+[^\s[\]]+)?|[\s\S]/g) ?? []
  const isCut = typeof limit === 'number' && limit < pieces.length
  const finish = isCut ? { finish_reason: 'length', native_finish_reason: 'length' } : stopped
  return { pieces: isCut ? pieces.slice(0, limit) : pieces, finish }
}
