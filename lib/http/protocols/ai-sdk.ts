import type { Context } from 'hono'
import * as z from 'zod/mini'
import {
  type ChatEvent,
  Citation,
  Done,
  type Source,
  Sources,
  Suggestions,
} from '../../chat/events.ts'
import { NewQuestion } from '../../chat/question.ts'
import { sourceLabel } from '../../chat/source-label.ts'
import { Problem } from '../../problem.ts'
import { brokenOff, streamReply } from '../chat-reply.ts'
import { encodedStream, eventStreamHeaders } from '../event-stream.ts'
import { parsed } from '../valid.ts'
import { lastQuestion, MessagePart } from './last-question.ts'
import type { ChatCall } from './protocol.ts'

const { session_id, selected_text, attached_text, page, filter } = NewQuestion.shape

/** What `useChat` of the AI SDK sends, with what a question may say besides as further fields. */
export const AiSdkRequest = z.strictObject({
  id: z.optional(z.string()),
  messages: lastQuestion(z.looseObject({ role: z.string(), parts: z.array(MessagePart) })),
  trigger: z.optional(z.enum(['submit-message', 'regenerate-message'])),
  messageId: z.optional(z.string()),
  session_id: z.optional(session_id),
  selected_text,
  attached_text,
  page,
  filter,
})

/** Reads a question in the AI SDK's protocol, to be answered with its UI message stream. */
export function aiSdkCall(json: unknown, c: Context): ChatCall {
  const request = parsed('body', AiSdkRequest, json)
  const { id: _, trigger: __, messageId: ___, messages: question, ...rest } = request
  return {
    asked: { ...rest, question },
    reply: (events, leave) =>
      streamReply(c, events, (begun) => uiMessageStream(begun, leave), streamName),
  }
}

const Kept = z.discriminatedUnion('event', [
  z.object({ event: z.literal('sources'), data: Sources }),
  z.object({ event: z.literal('delta'), data: z.object({ text: z.string() }) }),
  z.object({ event: z.literal('citations'), data: z.object({ citations: z.array(Citation) }) }),
  z.object({ event: z.literal('suggestions'), data: Suggestions }),
  z.object({ event: z.literal('done'), data: Done }),
])

/**
 * Sends an answer that is kept once more from its beginning, as `useChat` wants it to resume; 204,
 * its word for nothing to resume, where it is kept no more.
 */
export async function aiSdkReplay(
  c: Context,
  read: () => Promise<{ events: unknown[]; isWhole: boolean }>,
): Promise<Response> {
  try {
    const { events, isWhole } = await read()
    const kept = z.array(Kept).parse(events)
    async function* heard() {
      yield* kept
      if (!isWhole) throw new Problem('unavailable', 'The answer broke off.')
    }
    return c.body(
      uiMessageStream(heard(), () => {}),
      200,
      uiMessageHeaders,
    )
  } catch (error) {
    if (error instanceof Problem && ['not-found', 'gone'].includes(error.type))
      return c.body(null, 204)
    throw error
  }
}

const streamName = { 'x-vercel-ai-ui-message-stream': 'v1' }
const uiMessageHeaders = { ...eventStreamHeaders, ...streamName }

function uiMessageStream(events: AsyncGenerator<ChatEvent>, leave: () => void) {
  const failed = (error: unknown) =>
    line({ type: 'error', errorText: `${brokenOff(error).title}. Ask again.` }) + end
  return encodedStream(toLines(events), (text) => text, failed, leave)
}

async function* toLines(events: AsyncGenerator<ChatEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    yield chunksOf(event).map(line).join('')
    // The protocol has no word for what comes after its end.
    if (event.event === 'done') break
  }
  yield end
}

const finishReasons = {
  stop: 'stop',
  length: 'length',
  filtered: 'content-filter',
  broken: 'error',
} as const

const textId = 'answer'
const end = 'data: [DONE]\n\n'
const line = (chunk: object) => `data: ${JSON.stringify(chunk)}\n\n`

/** The chunks that say in the AI SDK's terms what an event says. */
function chunksOf({ event, data }: ChatEvent): object[] {
  switch (event) {
    case 'sources': {
      const { query_id, retrieval_mode, sources } = data
      return [
        { type: 'start', messageId: query_id, messageMetadata: { query_id, retrieval_mode } },
        ...sources.map(sourceChunk),
        // Passages are long, and useChat would send them back with every later question.
        { type: 'data-sources', data: { sources }, transient: true },
        { type: 'text-start', id: textId },
      ]
    }
    case 'delta':
      return [{ type: 'text-delta', id: textId, delta: data.text }]
    case 'citations':
      return [
        { type: 'text-end', id: textId },
        { type: 'data-citations', data },
      ]
    case 'suggestions':
      return [{ type: 'data-suggestions', data }]
    case 'done':
      return [{ type: 'finish', finishReason: finishReasons[data.finish], messageMetadata: data }]
  }
}

function sourceChunk(cited: Source) {
  const { n, url, source, part, chapter, section, is_primary } = cited
  const told = {
    sourceId: String(n),
    title: sourceLabel(cited),
    providerMetadata: { marginalia: { n, source, part, chapter, section, is_primary } },
  }
  return url
    ? { type: 'source-url', url, ...told }
    : { type: 'source-document', mediaType: 'text/markdown', filename: source, ...told }
}
