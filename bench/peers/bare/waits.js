import { env } from 'cloudflare:workers'
import { asPassage, rules, userMessage } from '../prompt.js'

const post = (url, headers, body) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const openrouter = (path, body) => {
  const authorization = `Bearer ${env.OPENROUTER_API_KEY}`
  return post(`${env.OPENROUTER_BASE_URL}${path}`, { authorization }, body)
}

const search = (query) =>
  post(
    `${env.QDRANT_URL}/collections/${env.COLLECTION}/points/query`,
    { 'api-key': env.QDRANT_API_KEY },
    { query, limit: 5, with_payload: true },
  )

/** The waits that no answer can do without, and nothing else: three fetches, the model's bytes as they come. */
export default {
  async fetch(request) {
    const { question } = await request.json()
    const embedded = await openrouter('/embeddings', {
      model: env.EMBEDDING_MODEL,
      input: [env.QUERY_INSTRUCTION + question],
      dimensions: Number(env.DIMENSIONS),
      encoding_format: 'float',
    })
    const found = await search((await embedded.json()).data[0].embedding)
    const { points } = (await found.json()).result
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
