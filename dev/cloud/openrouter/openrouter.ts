import { randomUUID } from 'node:crypto'
import { type Context, Hono } from 'hono'
import type * as z from 'zod'
import { type ServiceEnv, waitUntil } from '../stand-in/service.ts'
import { chatReply, chatStream } from './chat-stream.ts'
import { EmbeddingStopped } from './embedding-thread.ts'
import type { Embeddings } from './embeddings.ts'
import { extractiveAnswer } from './extractive-model.ts'
import { ChatRequest, EmbeddingsRequest, RerankRequest } from './openrouter-schemas.ts'
import { rerank } from './rerank.ts'
import { countTokens } from './tokens.ts'

const chatModels = [
  'qwen/qwen3-30b-a3b',
  'qwen/qwen3-30b-a3b-instruct-2507',
  'qwen/qwen3-235b-a22b',
]
const embeddingModels = [
  'qwen/qwen3-embedding-0.6b',
  'qwen/qwen3-embedding-4b',
  'qwen/qwen3-embedding-8b',
]

const rerankModels = ['cohere/rerank-v3.5']

/** OpenRouter's API over a small local model for embeddings and extraction for answers. */
export function createOpenRouterApp(embeddings: Embeddings, apiKey: string) {
  return new Hono<ServiceEnv>()
    .basePath('/api/v1')
    .get('/models', (c) => c.json({ data: chatModels.map((id) => ({ id, name: id })) }))
    .get('/embeddings/models', (c) =>
      c.json({ data: embeddingModels.map((id) => ({ id, name: id })) }),
    )
    .use(async (c, next) => {
      if (c.req.header('authorization') === `Bearer ${apiKey}`) return next()
      return refuse(c, 401, 'No auth credentials found')
    })
    .get('/key', (c) =>
      c.json({ data: { label: 'dev-…key', limit: null, usage: 0, is_free_tier: false } }),
    )
    .post('/embeddings', async (c) => {
      const request = await read(c, EmbeddingsRequest, embeddingModels)
      if (request instanceof Response) return request
      const { input, dimensions, encoding_format: format } = request
      const vectors = await embeddings.embed(input, dimensions)
      const tokens = input.reduce((sum, text) => sum + countTokens(text), 0)
      const reply = {
        object: 'list',
        model: request.model ?? embeddingModels[0],
        usage: { prompt_tokens: tokens, total_tokens: tokens, cost: 0 },
        id: `gen-emb-${randomUUID()}`,
      }
      return c.body(withVectors(reply, vectors, format), 200, {
        'content-type': 'application/json',
      })
    })
    .post('/rerank', async (c) => {
      const request = await read(c, RerankRequest, rerankModels)
      if (request instanceof Response) return request
      const { query, documents, top_n: most = documents.length, model } = request
      const tokens = documents.reduce((sum, text) => sum + countTokens(text), countTokens(query))
      return c.json({
        id: `gen-rerank-${randomUUID()}`,
        model,
        provider: 'local words, no reranking model',
        results: rerank(query, documents).slice(0, most),
        usage: { search_units: 1, total_tokens: tokens, cost: 0 },
      })
    })
    .post('/chat/completions', async (c) => {
      const request = await read(c, ChatRequest, chatModels)
      if (request instanceof Response) return request
      const text = extractiveAnswer(request.messages)
      const promptTokens = request.messages.reduce(
        (sum, { content }) => sum + countTokens(content),
        0,
      )
      const { fault, arrivedAt } = c.env
      if (fault?.kind === 'slow') await waitUntil(arrivedAt + (fault.firstTokenMs ?? 0))
      if (!request.stream) return c.json(chatReply(text, promptTokens, request))
      return chatStream(text, promptTokens, request)
    })
    .notFound((c) => refuse(c, 404, 'Not Found'))
    .onError((error, c) => {
      if (error instanceof EmbeddingStopped) return refuse(c, 503, error.message)
      throw error
    })
}

/** OpenRouter's reply while the fault switch asks for an error. */
export function openRouterRefusal(status: 429 | 500): Response {
  const message = status === 429 ? 'Rate limit exceeded' : 'Internal Server Error'
  return Response.json({ error: { message, code: status } }, { status })
}

async function read<T extends { model?: string | undefined; models?: string[] | undefined }>(
  c: Context,
  schema: z.ZodType<T>,
  known: string[],
): Promise<T | Response> {
  const parsed = schema.safeParse(await c.req.json().catch(() => undefined))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return refuse(c, 400, `${issue?.path.join('.') || 'body'}: ${issue?.message}`)
  }
  const { model, models = [] } = parsed.data
  const wanted = model === undefined ? models : [model, ...models]
  if (wanted.length === 0) return refuse(c, 400, 'No models provided')
  const unknown = wanted.find((name) => !known.includes(name.replace(/:\w+$/, '')))
  return unknown === undefined ? parsed.data : refuse(c, 400, `${unknown} is not a valid model ID`)
}

function refuse(c: Context, code: 400 | 401 | 404 | 503, message: string): Response {
  return c.json({ error: { message, code } }, code)
}

/** The reply as JSON; written out, for JSON.stringify takes three times as long over the numbers. */
function withVectors(reply: object, vectors: Float32Array[], format: 'float' | 'base64'): string {
  const data = vectors.map((vector, index) => {
    const embedding = format === 'base64' ? `"${toBase64(vector)}"` : `[${vector.join(',')}]`
    return `{"object":"embedding","index":${index},"embedding":${embedding}}`
  })
  return `${JSON.stringify(reply).slice(0, -1)},"data":[${data.join(',')}]}`
}

function toBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64')
}
