import { env } from 'cloudflare:workers'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { QdrantClient } from '@qdrant/js-client-rest'
import { embed, streamText } from 'ai'
import { asPassage, rules, userMessage } from '../prompt.js'

const openrouter = createOpenAICompatible({
  name: 'openrouter',
  baseURL: env.OPENROUTER_BASE_URL,
  apiKey: env.OPENROUTER_API_KEY,
})
const qdrant = new QdrantClient({
  url: env.QDRANT_URL,
  apiKey: env.QDRANT_API_KEY,
  checkCompatibility: false,
})
const embedding = openrouter.embeddingModel(env.EMBEDDING_MODEL)
const model = openrouter.chatModel(env.CHAT_MODEL)
const providerOptions = { openrouter: { dimensions: Number(env.DIMENSIONS) } }

/** Retrieval-augmented answers as the AI SDK's guide has them: embed, search, stream. */
export default {
  async fetch(request) {
    const { question, history = [] } = await request.json()
    const value = env.QUERY_INSTRUCTION + question
    const { embedding: query } = await embed({ model: embedding, value, providerOptions })
    const { points } = await qdrant.query(env.COLLECTION, { query, limit: 5, with_payload: true })
    const passages = points.map(({ payload }, at) => asPassage(at + 1, payload)).join('\n')
    const answer = streamText({
      model,
      instructions: rules,
      messages: [...history, { role: 'user', content: userMessage(passages, question) }],
    })
    return answer.toTextStreamResponse()
  },
}
