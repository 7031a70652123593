import * as z from 'zod/mini'
import { throwRefusal } from './embeddings.ts'
import type { Post } from './openrouter-door.ts'
import { textWithin } from './wire/bounded-reply.ts'

const Ranked = z.object({
  results: z.array(z.object({ index: z.int().check(z.gte(0)), relevance_score: z.number() })),
})

/** Gives the places that documents have in a list, the one that suits the query best first. */
export type Rerank = (query: string, documents: string[], signal: AbortSignal) => Promise<number[]>

/** OpenRouter's `/rerank` with this model. What the reply does not name, or names twice, is left out. */
export const createRerank =
  (model: string, post: Post): Rerank =>
  async (query, documents, signal) => {
    const wanted = { model, query, documents, top_n: documents.length }
    const response = await post('/rerank', wanted, signal)
    const reply: unknown = JSON.parse(await textWithin(response))
    throwRefusal(reply, response.headers)
    const { results } = Ranked.parse(reply)
    const best = results.toSorted((a, b) => b.relevance_score - a.relevance_score)
    const places = best.map(({ index }) => index).filter((index) => index < documents.length)
    return [...new Set(places)]
  }
