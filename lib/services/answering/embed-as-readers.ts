import type { Settings } from '../../env.ts'
import { createActiveEmbedding, embeddingKey } from '../../index/active-embedding.ts'
import { embedQuestions } from '../../index/embed-question.ts'
import { embeddingOf, openRouterFor, redisFor } from '../upstreams.ts'

/** The vectors of questions by the model whose vectors answer now, and its name. */
export async function embedAsReaders(
  questions: string[],
  settings: Settings,
): Promise<{ vectors: number[][]; by: string }> {
  const active = createActiveEmbedding(embeddingOf(settings))
  active.note((await redisFor(settings).commands.get(embeddingKey)) ?? undefined)
  const openrouter = openRouterFor(settings)
  const timeoutMs = settings.TIMEOUT_INGESTION_MS
  const vectors = await embedQuestions(questions, active.current(), { openrouter, timeoutMs })
  return { vectors, by: active.name() }
}
