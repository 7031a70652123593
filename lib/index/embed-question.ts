import type { OpenRouter } from '../clients/openrouter.ts'
import type { ActiveEmbedding, createActiveEmbedding } from './active-embedding.ts'

export interface QuestionEmbeddingDeps {
  openrouter: Pick<OpenRouter, 'embed'>
  active: ReturnType<typeof createActiveEmbedding>
  timeoutMs: number
}

/** A question's vector, and what made it. */
export interface Embedded {
  vector: number[]
  by: string
}

/** Embeds a text as a question. Which model it takes may depend on what has arrived. */
export type EmbedQuestion = (
  text: string,
  signal: AbortSignal,
  arrived?: Promise<unknown>,
) => Promise<Embedded>

/**
 * Embeds a question by the model whose vectors answer now. What `arrived` brings may name another
 * one: it has as a rule come back long before the vector, and the question is then embedded anew.
 */
export function createQuestionEmbedding({
  openrouter,
  active,
  timeoutMs,
}: QuestionEmbeddingDeps): EmbedQuestion {
  return async (text, signal, arrived) => {
    const either = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
    const embed = async (by: ActiveEmbedding) =>
      (await openrouter.embed([asQuery(text)], either, by)).vectors[0] ?? []
    const by = active.current()
    const vector = await embed(by)
    // A trip that failed names no other model.
    await arrived?.catch(() => undefined)
    const now = active.current()
    const isSame = by.model === now.model && by.dimensions === now.dimensions
    return { vector: isSame ? vector : await embed(now), by: active.name() }
  }
}

/** The vectors of questions by this model, in their order. */
export async function embedQuestions(
  questions: string[],
  by: ActiveEmbedding,
  { openrouter, timeoutMs }: Omit<QuestionEmbeddingDeps, 'active'>,
): Promise<number[][]> {
  const signal = AbortSignal.timeout(timeoutMs)
  return (await openrouter.embed(questions.map(asQuery), signal, by)).vectors
}

// Qwen3 embedding models take an instruction with a query, and a passage as it is.
const asQuery = (question: string) =>
  `Instruct: Given a reader's question, retrieve passages of the book that answer it\nQuery: ${question}`
