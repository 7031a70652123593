import * as z from 'zod'

const Text = z.union([
  z.string(),
  z
    .array(
      z.strictObject({
        type: z.literal('text'),
        text: z.string(),
        cache_control: z.unknown().optional(),
      }),
    )
    .transform((parts) => parts.map(({ text }) => text).join('')),
])

const Message = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: Text,
  name: z.string().optional(),
})
export type Message = z.output<typeof Message>

const Provider = z.strictObject({
  sort: z.enum(['price', 'throughput', 'latency']).optional(),
  order: z.array(z.string()).optional(),
  only: z.array(z.string()).optional(),
  ignore: z.array(z.string()).optional(),
  allow_fallbacks: z.boolean().optional(),
  require_parameters: z.boolean().optional(),
  data_collection: z.enum(['allow', 'deny']).optional(),
  zdr: z.boolean().optional(),
  quantizations: z.array(z.string()).optional(),
  max_price: z.unknown().optional(),
})

const Shared = {
  model: z.string().optional(),
  models: z.array(z.string()).optional(),
  provider: Provider.optional(),
  user: z.string().optional(),
}

/** A body of `POST /chat/completions`, as far as text in and text out goes. */
export const ChatRequest = z.strictObject({
  ...Shared,
  messages: z.array(Message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.strictObject({ include_usage: z.boolean().optional() }).nullish(),
  usage: z.strictObject({ include: z.boolean() }).optional(),
  route: z.enum(['fallback']).optional(),
  reasoning: z
    .strictObject({
      enabled: z.boolean().optional(),
      effort: z.enum(['xhigh', 'high', 'medium', 'low', 'minimal', 'none']).optional(),
      max_tokens: z.int().positive().optional(),
      exclude: z.boolean().optional(),
    })
    .optional(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  top_k: z.int().nonnegative().nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  repetition_penalty: z.number().min(0).max(2).nullish(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  metadata: z.record(z.string(), z.string()).optional(),
  response_format: z.looseObject({ type: z.string() }).optional(),
  transforms: z.array(z.string()).optional(),
  session_id: z.string().optional(),
})
export type ChatRequest = z.output<typeof ChatRequest>

/** A body of `POST /rerank`. */
export const RerankRequest = z.strictObject({
  model: z.string(),
  query: z.string().min(1, 'Query must not be empty'),
  documents: z.array(z.string().min(1, 'Documents must not be empty')).min(1).max(1000),
  top_n: z.int().min(1).optional(),
  provider: Provider.optional(),
})

const Input = z.string().min(1, 'Input must not be empty')

/** A body of `POST /embeddings`. */
export const EmbeddingsRequest = z.strictObject({
  ...Shared,
  input: z.union([Input.transform((text) => [text]), z.array(Input).min(1).max(2048)]),
  encoding_format: z.enum(['float', 'base64']).default('float'),
  dimensions: z.int().min(512).max(1024).default(1024),
  input_type: z.string().optional(),
})
