import * as z from 'zod/mini'
import { NewQuestion } from '../../chat/question.ts'
import { lastQuestion, MessagePart } from './last-question.ts'

const { session_id, selected_text, attached_text, page, filter } = NewQuestion.shape

const Message = z.pipe(
  z.looseObject({
    role: z.string(),
    content: z.optional(z.nullable(z.union([z.string(), z.array(MessagePart)]))),
  }),
  z.transform(({ role, content }) => ({
    role,
    parts: typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []),
  })),
)

/** Taken, and without effect: how the model writes is the owner's to set. */
const ignored = z.optional(z.unknown())

/** Taken only with what changes nothing, which is what the schema lets through, or null. */
const idle = <S extends z.ZodMiniType>(schema: S) => z.optional(z.nullable(schema))

const noTools = idle(
  z
    .array(z.unknown())
    .check(z.maxLength(0, 'Answers rest on the book alone, without tools: leave this out')),
)
const noChoice = idle(z.enum(['none', 'auto'], 'There are no tools to choose: leave this out'))
const noProbabilities = 'Probabilities are not told: leave this out'
const textAlone = 'Answers are text alone: leave this out'

/** A request of OpenAI's chat completions, with what a question may say besides as further fields. */
export const OpenAiRequest = z.strictObject({
  model: z.optional(z.string()),
  messages: lastQuestion(Message),
  stream: z.optional(z.nullable(z.boolean())),
  stream_options: z.optional(
    z.nullable(z.looseObject({ include_usage: z.optional(z.nullable(z.boolean())) })),
  ),
  session_id: z.optional(session_id),
  selected_text,
  attached_text,
  page,
  filter,

  n: idle(z.literal(1, 'A question has one answer: leave this out or set it to 1')),
  tools: noTools,
  functions: noTools,
  tool_choice: noChoice,
  function_call: noChoice,
  response_format: idle(
    z.looseObject({
      type: z.literal('text', 'Answers are Markdown with citations, never JSON: leave this out'),
    }),
  ),
  modalities: idle(z.array(z.literal('text', textAlone))),
  audio: idle(z.null(textAlone)),
  logprobs: idle(z.literal(false, noProbabilities)),
  top_logprobs: idle(z.literal(0, noProbabilities)),
  stop: idle(
    z.array(z.unknown()).check(z.maxLength(0, 'An answer is not cut short: leave this out')),
  ),
  web_search_options: idle(z.null('Answers rest on the book alone: leave this out')),

  temperature: ignored,
  top_p: ignored,
  frequency_penalty: ignored,
  presence_penalty: ignored,
  logit_bias: ignored,
  seed: ignored,
  max_tokens: ignored,
  max_completion_tokens: ignored,
  parallel_tool_calls: ignored,
  prediction: ignored,
  reasoning_effort: ignored,
  verbosity: ignored,
  metadata: ignored,
  store: ignored,
  user: ignored,
  safety_identifier: ignored,
  prompt_cache_key: ignored,
  prompt_cache_retention: ignored,
  service_tier: ignored,
})
