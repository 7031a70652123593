import { env } from 'cloudflare:workers'
import { custom, RAGChat } from '@upstash/rag-chat'
import { Index } from '@upstash/vector/cloudflare'
import { asPassage, rules, userMessage } from '../prompt.js'

const ragChat = new RAGChat({
  model: custom(env.CHAT_MODEL, {
    apiKey: env.OPENROUTER_API_KEY,
    baseUrl: env.OPENROUTER_BASE_URL,
  }),
  vector: new Index({ url: env.VECTOR_URL, token: env.VECTOR_TOKEN }),
  promptFn: ({ context, question, chatHistory }) =>
    `${rules}\n<history>\n${chatHistory}\n</history>\n${userMessage(context, question)}`,
})

/** The package does everything: its index embeds the question itself, its history is in memory. */
export default {
  async fetch(request) {
    const { question, history = [] } = await request.json()
    const sessionId = crypto.randomUUID()
    for (const message of history) await ragChat.history.addMessage({ message, sessionId })
    const { output } = await ragChat.chat(question, {
      streaming: true,
      sessionId,
      topK: 5,
      onContextFetched: (found) =>
        found.map((one, at) => ({
          ...one,
          data: asPassage(at + 1, { content: one.data, metadata: one.metadata }),
        })),
    })
    return new Response(output.pipeThrough(new TextEncoderStream()))
  },
}
