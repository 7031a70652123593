import * as z from 'zod/mini'
import { AnswerDocument } from '../../chat/events.ts'

/** Where the content cites a page: from `start_index` up to `end_index`, in UTF-16 units. */
const Annotation = z.object({
  type: z.literal('url_citation'),
  url_citation: z.object({
    start_index: z.int(),
    end_index: z.int(),
    url: z.string(),
    title: z.string(),
  }),
})

export type Annotation = z.infer<typeof Annotation>

/** A whole answer as a chat completion; what OpenAI has no field for stands under `marginalia`. */
export const ChatCompletion = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.int(),
      message: z.object({
        role: z.literal('assistant'),
        content: z.string(),
        refusal: z.null(),
        annotations: z.array(Annotation),
      }),
      logprobs: z.null(),
      finish_reason: z.enum(['stop', 'length', 'content_filter']),
    }),
  ),
  usage: z.object({
    prompt_tokens: z.number(),
    completion_tokens: z.number(),
    total_tokens: z.number(),
  }),
  marginalia: z.omit(AnswerDocument, { answer: true }),
})

export type ChatCompletion = z.infer<typeof ChatCompletion>
