import { redis } from './upstreams.js'

/** One request to Redis, and what it says: the least that a cached answer can cost. */
export default {
  async fetch(request) {
    await request.text()
    return await redis([['GET', 'bench:answer']])
  },
}
