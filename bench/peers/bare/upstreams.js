import { env } from 'cloudflare:workers'

const post = (url, headers, body) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

export const openrouter = (path, body) => {
  const authorization = `Bearer ${env.OPENROUTER_API_KEY}`
  return post(`${env.OPENROUTER_BASE_URL}${path}`, { authorization }, body)
}

const search = (query) =>
  post(
    `${env.QDRANT_URL}/collections/${env.COLLECTION}/points/query`,
    { 'api-key': env.QDRANT_API_KEY },
    { query, limit: 5, with_payload: true },
  )

export const redis = (commands) =>
  fetch(`${env.REDIS_URL}/pipeline`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.REDIS_TOKEN}` },
    body: JSON.stringify(commands),
  })

/** What is found for a question: two fetches, of which one needs the other. */
export async function found(question) {
  const embedded = await openrouter('/embeddings', {
    model: env.EMBEDDING_MODEL,
    input: [env.QUERY_INSTRUCTION + question],
    dimensions: Number(env.DIMENSIONS),
    encoding_format: 'float',
  })
  const found = await search((await embedded.json()).data[0].embedding)
  return (await found.json()).result.points
}
