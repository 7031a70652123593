import { createEmbed } from '../../lib/clients/embeddings.ts'
import { createOpenRouterDoor } from '../../lib/clients/openrouter-door.ts'
import { plainQuestion } from '../../lib/retrieval/plain-question.ts'
import type { EmbedderOptions } from '../embedder/embedder.ts'
import { startScratchCloud } from '../scratch-cloud.ts'

const batch = 64
const timeoutMs = 600_000

/** The vectors of questions as a reader's are embedded, by the question. */
export async function embedTexts(
  texts: string[],
  dataDir: string,
  options: EmbedderOptions,
): Promise<Map<string, number[]>> {
  const cloud = await startScratchCloud(dataDir, process.env, options)
  try {
    const { settings } = cloud
    const embed = createEmbed(
      {
        embeddingModel: settings.OPENROUTER_EMBEDDING_MODEL,
        dimensions: settings.EMBEDDING_DIMENSIONS,
      },
      createOpenRouterDoor({
        baseUrl: settings.OPENROUTER_BASE_URL,
        apiKey: settings.OPENROUTER_API_KEY,
      }),
    )
    const distinct = [...new Set(texts)]
    const found = new Map<string, number[]>()
    for (let from = 0; from < distinct.length; from += batch) {
      const some = distinct.slice(from, from + batch)
      const { vectors } = await embed(some.map(plainQuestion), AbortSignal.timeout(timeoutMs))
      for (const [at, text] of some.entries()) found.set(text, vectors[at] ?? [])
    }
    return found
  } finally {
    await cloud.close()
  }
}
