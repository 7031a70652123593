import { maxFiles } from '../include/expand-includes.ts'
import { IngestionMessage, ParityMessage, StartMessage } from '../ledger/messages.ts'

// What ends a run: the change of collections, the last transaction, events, the answer cache.
const reservedForEnd = 10
const planning = 25
const gone = 5
const starting = 3
// The comparison of the stores has an invocation to itself, and so has a step of a crawl.
const comparing = 10_000
// Two trips to Redis, two to Neon, one batch each to embed and to search, and the next message.
const calibrating = 8
// The file and its part's category, two transactions, Redis, one batch of texts, one of points.
const page = 8
// A batch of 64 texts is about 60,000 bytes of a page; each is a request to embed and one to write.
const bytesPerBatch = 60_000

/** How many requests a message takes, give or take a retry. */
export function requestsOf(body: unknown): number {
  if (ParityMessage.safeParse(body).success) return comparing
  if (StartMessage.safeParse(body).success) return starting
  const message = IngestionMessage.safeParse(body)
  if (!message.success) return 1
  switch (message.data.kind) {
    case 'plan':
      return planning
    case 'crawl':
      return comparing
    case 'gone':
      return gone
    case 'calibrate':
      return calibrating
    case 'page': {
      const batches = Math.floor((message.data.file.size ?? 0) / bytesPerBatch)
      const included = message.data.with_includes ? 1 + maxFiles : 0
      return page + (message.data.collection ? 2 : 0) + 3 * batches + included
    }
  }
}

/** Those messages that fit into an invocation's budget of requests, at least one, and the rest. */
export function shareOfBudget<M extends { body: unknown }>(
  messages: readonly M[],
  budget: number,
): { now: M[]; later: M[] } {
  const now: M[] = []
  let left = budget - reservedForEnd
  for (const message of messages) {
    left -= requestsOf(message.body)
    if (left < 0 && now.length > 0) break
    now.push(message)
  }
  return { now, later: messages.slice(now.length) }
}
