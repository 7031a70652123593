import { found, redis } from './upstreams.js'

/** The waits that no answer near by can do without: its question's vector, what is near it, and the answer. */
export default {
  async fetch(request) {
    const { question } = await request.json()
    await found(question)
    return await redis([['GET', 'bench:answer']])
  },
}
