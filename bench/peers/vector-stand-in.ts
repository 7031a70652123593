import { Hono } from 'hono'
import * as z from 'zod'
import { type Service, type ServiceEnv, startService } from '../../dev/cloud/stand-in/service.ts'

const Query = z.strictObject({
  data: z.string().min(1),
  topK: z.int().positive().default(10),
  includeData: z.boolean().default(false),
  includeMetadata: z.boolean().default(false),
})

const Embedded = z.object({ data: z.tuple([z.object({ embedding: z.array(z.number()) })]) })

const Found = z.object({
  result: z.object({
    points: z.array(
      z.object({
        id: z.union([z.string(), z.number()]),
        score: z.number(),
        payload: z.object({ content: z.string(), metadata: z.record(z.string(), z.unknown()) }),
      }),
    ),
  }),
})

const token = 'dev-vector-token'

/**
 * The part of Upstash Vector's REST API that @upstash/rag-chat uses. It embeds the question and searches
 * by the cloud's other stand-ins, so that it finds what everybody finds.
 */
export async function startVectorStandIn(env: Record<string, string>): Promise<Service> {
  const app = new Hono<ServiceEnv>()
    .use(async (c, next) => {
      if (c.req.header('authorization') === `Bearer ${token}`) return next()
      return c.json({ error: 'Unauthorized: Invalid auth token', status: 401 }, 401)
    })
    .post('/query-data', async (c) => {
      const query = Query.safeParse(await c.req.json().catch(() => undefined))
      if (!query.success) return c.json({ error: query.error.message, status: 422 }, 422)
      const { data, topK, includeData, includeMetadata } = query.data
      const points = await search(env, await embed(env, data), topK)
      const result = points.map(({ id, score, payload: { content, metadata } }) => ({
        id: `${id}`,
        // As Upstash gives a cosine: from 0 to 1.
        score: (1 + score) / 2,
        ...(includeData && { data: content }),
        ...(includeMetadata && { metadata }),
      }))
      return c.json({ result })
    })
  const refusal = (status: 429 | 500) => Response.json({ error: 'refused', status }, { status })
  return await startService({ app, refusal })
}

export const vectorSettings = (recorder: string) => ({
  VECTOR_URL: `${recorder}/vector`,
  VECTOR_TOKEN: token,
})

async function embed(env: Record<string, string>, question: string): Promise<number[]> {
  const reply = await post(
    `${env.OPENROUTER_BASE_URL}/embeddings`,
    { authorization: `Bearer ${env.OPENROUTER_API_KEY}` },
    {
      model: env.EMBEDDING_MODEL,
      input: [`${env.QUERY_INSTRUCTION}${question}`],
      dimensions: Number(env.DIMENSIONS),
      encoding_format: 'float',
    },
  )
  return Embedded.parse(reply).data[0].embedding
}

async function search(env: Record<string, string>, query: number[], limit: number) {
  const reply = await post(
    `${env.QDRANT_URL}/collections/${env.COLLECTION}/points/query`,
    { 'api-key': env.QDRANT_API_KEY ?? '' },
    { query, limit, with_payload: true },
  )
  return Found.parse(reply).result.points
}

async function post(url: string, headers: Record<string, string>, body: object): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return await response.json()
}
