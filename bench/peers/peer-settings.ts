import * as z from 'zod'
import { Settings } from '../../lib/env.ts'
import type { LocalSuite } from '../../test/support/local-suite.ts'

const collection = 'peers'

// As Marginalia asks: Qwen3 embedding models take an instruction with a query.
const instruction =
  "Instruct: Given a reader's question, retrieve passages of the book that answer it\nQuery: "

const Row = z.object({
  id: z.string(),
  content: z.string(),
  chapter: z.string(),
  section: z.string(),
  embedding: z.string(),
})

/**
 * What a peer needs to reach the cloud behind the recorder, and the same passages with the same vectors in
 * a collection of the form that LangChain writes.
 */
export async function peerSettings(
  { cloud, sql }: LocalSuite,
  recorder: string,
): Promise<Record<string, string>> {
  const { OPENROUTER_API_KEY = '', QDRANT_URL = '', QDRANT_API_KEY = '' } = cloud.settings
  const put = async (path: string, body: object) => {
    const response = await fetch(`${QDRANT_URL}/collections/${collection}${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', 'api-key': QDRANT_API_KEY },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`Qdrant: ${response.status} ${await response.text()}`)
  }
  const rows = z
    .array(Row)
    .parse(await sql`select id::text, content, chapter, section, embedding::text from documents`)
  const points = rows.map(({ content, chapter, section, embedding }, id) => ({
    id,
    vector: JSON.parse(embedding),
    payload: { content, metadata: { chapter, section } },
  }))
  await put('', { vectors: { size: points[0]?.vector.length ?? 0, distance: 'Cosine' } })
  for (let from = 0; from < points.length; from += 100)
    await put('/points?wait=true', { points: points.slice(from, from + 100) })
  return {
    OPENROUTER_BASE_URL: `${recorder}/openrouter`,
    OPENROUTER_API_KEY,
    // Qdrant's client drops a path, so that what it asks of there begins with /collections.
    QDRANT_URL: recorder,
    QDRANT_API_KEY,
    // Under other names than its packages look for: @upstash/rag-chat would keep its history there.
    REDIS_URL: `${recorder}/upstash`,
    REDIS_TOKEN: cloud.settings.UPSTASH_REDIS_REST_TOKEN ?? '',
    COLLECTION: collection,
    QUERY_INSTRUCTION: instruction,
    DIMENSIONS: `${points[0]?.vector.length ?? 0}`,
    EMBEDDING_MODEL: Settings.shape.OPENROUTER_EMBEDDING_MODEL.parse(undefined),
    CHAT_MODEL: Settings.shape.OPENROUTER_CHAT_MODEL.parse(undefined),
  }
}
