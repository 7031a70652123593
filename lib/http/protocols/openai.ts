import type { Context } from 'hono'
import { type AnswerDocument, type ChatEvent, toDocument } from '../../chat/events.ts'
import { sourceLabel } from '../../chat/source-label.ts'
import { markers } from '../../citations/markers.ts'
import type { Body } from '../body.ts'
import { brokenOff, streamReply, whole } from '../chat-reply.ts'
import { encodedStream } from '../event-stream.ts'
import { parsed } from '../valid.ts'
import type { Annotation, ChatCompletion } from './openai-completion.ts'
import { openAiError } from './openai-error.ts'
import { OpenAiRequest } from './openai-request.ts'
import { type ChatCall, protocolBytes } from './protocol.ts'

/** A question in OpenAI's protocol, to be answered with a chat completion or its chunks. */
export const openAiBody: Body<ChatCall> = {
  schema: OpenAiRequest,
  maxBytes: protocolBytes,
  parse: openAiCall,
}

function openAiCall(json: unknown, c: Context): ChatCall {
  const request = parsed('body', OpenAiRequest, json)
  const { messages: question, session_id, selected_text, attached_text, page, filter } = request
  const created = Math.floor(Date.now() / 1000)
  const withUsage = request.stream_options?.include_usage === true
  return {
    asked: {
      question,
      session_id,
      ...(selected_text !== undefined && { selected_text }),
      ...(attached_text !== undefined && { attached_text }),
      ...(page && { page }),
      ...(filter && { filter }),
    },
    async reply(events, leave) {
      if (!request.stream) return c.json(completion(await whole(events), created))
      return await streamReply(c, events, (begun) =>
        encodedStream(toLines(begun, created, withUsage), (text) => text, failed, leave),
      )
    },
  }
}

function completion(document: AnswerDocument, created: number): ChatCompletion {
  const { answer: content, ...marginalia } = document
  const message = {
    role: 'assistant' as const,
    content,
    refusal: null,
    annotations: annotations(document),
  }
  return {
    ...head(document.query_id, created, 'chat.completion'),
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReasons[document.finish] }],
    usage: usageOf(document),
    marginalia,
  }
}

async function* toLines(
  events: AsyncGenerator<ChatEvent>,
  created: number,
  withUsage: boolean,
): AsyncGenerator<string> {
  const heard: ChatEvent[] = []
  let common: object = {}
  const chunk = (delta: object) =>
    line({ ...common, choices: [{ index: 0, delta, logprobs: null, finish_reason: null }] })
  for await (const event of events) {
    heard.push(event)
    if (event.event === 'sources') {
      common = head(event.data.query_id, created, 'chat.completion.chunk')
      yield chunk({ role: 'assistant', content: '' })
    }
    if (event.event === 'delta') yield chunk({ content: event.data.text })
    if (event.event === 'done') break
  }
  const document = await toDocument(again(heard))
  const { answer: _, ...marginalia } = document
  const last = {
    delta: { annotations: annotations(document) },
    finish_reason: finishReasons[document.finish],
  }
  yield line({ ...common, choices: [{ index: 0, logprobs: null, ...last }], marginalia })
  if (withUsage) yield line({ ...common, choices: [], usage: usageOf(document) })
  yield end
}

async function* again(heard: ChatEvent[]) {
  yield* heard
}

// OpenAI has no word for a reply that broke off: like one at its limit, it is not whole.
const finishReasons = {
  stop: 'stop',
  length: 'length',
  filtered: 'content_filter',
  broken: 'length',
} as const

const end = 'data: [DONE]\n\n'
const line = (chunk: object) => `data: ${JSON.stringify(chunk)}\n\n`
const failed = (error: unknown) => line(openAiError(brokenOff(error))) + end

const head = <Kind extends string>(queryId: string, created: number, object: Kind) => ({
  id: `chatcmpl-${queryId}`,
  object,
  created,
  model: 'marginalia',
})

/** Each marker in the text as a citation of the source's page. */
function annotations({ answer, sources }: AnswerDocument): Annotation[] {
  const byNumber = new Map(sources.map((source) => [source.n, source]))
  return markers(answer).flatMap(({ n, start, end }) => {
    const source = byNumber.get(n)
    if (!source) return []
    const url_citation = {
      start_index: start,
      end_index: end,
      url: source.url || source.source,
      title: sourceLabel(source),
    }
    return [{ type: 'url_citation', url_citation }]
  })
}

function usageOf({ usage }: AnswerDocument) {
  const { prompt_tokens = 0, completion_tokens = 0 } = usage ?? {}
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens }
}
