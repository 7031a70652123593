import { env } from 'cloudflare:workers'
import { asPassage, rules, userMessage } from '../prompt.js'
import { found, openrouter } from './upstreams.js'

/** The waits that no answer can do without, and nothing else: three fetches, the model's bytes as they come. */
export default {
  async fetch(request) {
    const { question } = await request.json()
    const points = await found(question)
    const passages = points.map(({ payload }, at) => asPassage(at + 1, payload)).join('\n')
    const answer = await openrouter('/chat/completions', {
      model: env.CHAT_MODEL,
      stream: true,
      messages: [
        { role: 'system', content: rules },
        { role: 'user', content: userMessage(passages, question) },
      ],
    })
    return new Response(answer.body)
  },
}
