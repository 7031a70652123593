import { maxFiles } from '../include/expand-includes.ts'
import {
  IngestionMessage,
  type PageMessage,
  ParityMessage,
  StartMessage,
} from '../ledger/messages.ts'
import { bytesOf, groupsOf, mostBytesTogether } from '../write/page-groups.ts'

// What ends a run: the change of collections, the last transaction, events, the answer cache.
const reservedForEnd = 10
const planning = 25
const gone = 5
const starting = 3
// The comparison of the stores has an invocation to itself, and so has a step of a crawl.
const comparing = 10_000
// Two trips to Redis, two to Neon, one batch each to embed and to search, and the next message.
const calibrating = 8
// Two transactions, Redis, one batch of texts, and one of points.
const eachGroup = 5
// A message that comes again.
const together = 1
// So many bytes of pages have 64 passages or, in short sections, hundreds: some of the next requests to
// embed and to the vector store.
const bytesPerBatch = 60_000
const batch = 2

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
    case 'page':
      return requestsOfPages([message.data]) + (message.data.with_includes ? 1 + maxFiles : 0)
  }
}

function requestsOfPages(pages: PageMessage[]): number {
  const beside = pages.some(({ collection }) => collection !== undefined) ? 2 : 0
  // A category file is read once for all the pages of its part.
  const categories = new Set(pages.flatMap(({ category }) => category?.sha ?? []))
  const files = pages.length + categories.size
  const groups = eachGroup * groupsOf(pages).length
  const batches = batch * Math.floor(bytesOf(pages) / bytesPerBatch)
  return together + beside + files + groups + batches
}

/** Messages as an invocation does them: pages that go together, each other alone, and the rest later. */
export interface Share<M> {
  pages: { message: M; page: PageMessage }[]
  alone: M[]
  later: M[]
}

/**
 * Those messages that fit into an invocation's budget of requests, at least one, and the rest. Pages of
 * one run that are tried for the first time go together.
 */
export function shareOfBudget<M extends { body: unknown; attempts: number }>(
  messages: readonly M[],
  budget: number,
): Share<M> {
  const share: Share<M> = { pages: [], alone: [], later: [] }
  const room = budget - reservedForEnd
  let spent = 0
  for (const [at, message] of messages.entries()) {
    const page = message.attempts === 1 ? joinable(message.body, share.pages) : undefined
    const joined = page && [...share.pages.map((one) => one.page), page]
    const taken = share.pages.length > 0 ? requestsOfPages(share.pages.map((one) => one.page)) : 0
    const more = joined ? requestsOfPages(joined) - taken : requestsOf(message.body)
    if (at > 0 && spent + more > room) {
      share.later.push(...messages.slice(at))
      break
    }
    spent += more
    if (page) share.pages.push({ message, page })
    else share.alone.push(message)
  }
  return share
}

/** The page of a message, where it can be done with others. */
function joinable(body: unknown, others: { page: PageMessage }[]): PageMessage | undefined {
  const message = IngestionMessage.safeParse(body)
  if (!message.success || message.data.kind !== 'page' || message.data.with_includes)
    return undefined
  const page = message.data
  const pages = others.map((one) => one.page)
  const isOfOne = pages.every(
    ({ run_id, collection, file }) =>
      run_id === page.run_id && collection === page.collection && file.path !== page.file.path,
  )
  return isOfOne && bytesOf([page]) <= mostBytesTogether ? page : undefined
}
