import * as z from 'zod/mini'
import { fragment, type Neon, NoRow, sql } from '../../clients/neon.ts'
import { Payload, type Point, type Qdrant } from '../../clients/qdrant.ts'
import { Problem } from '../../problem.ts'
import { createRequestBudget, type RequestBudget } from '../../upstream/request-budget.ts'
import { runUnderWay } from '../ledger/runs.ts'
import { vectorOf } from '../write/stored-passages.ts'

const comparedAtOnce = 1000
const repairedAtOnce = 100
// 100,000 passages are counted in some ten seconds.
const longestCountMs = 120_000

const IdRow = z.object({ id: z.string(), content_hash: z.string() })
const StoredRow = z.object({
  id: z.string(),
  content: z.string(),
  payload: z.unknown(),
  embedding: vectorOf,
})

/** How Neon, the source of truth, and the vector store differ; ids in decimal. */
export interface Parity {
  passages: number
  /** Where the vectors are: in a store of their own, or with the passages, where nothing can differ. */
  vectors_in: Qdrant['upstream']
  /** In Neon, and not in the vector store. */
  missing: string[]
  /** In both, with another content. */
  different: string[]
  /** In the vector store, and not in Neon. */
  orphaned: string[]
  /** Missing or different, and without an embedding of this model and length that could be copied. */
  unrepairable: string[]
}

export interface ParityDeps {
  neon: Neon
  qdrant: Pick<Qdrant, 'upstream' | 'dimensions' | 'prepare' | 'scroll' | 'put' | 'remove'>
  embeddingModel: string
}

/** Compares Neon and the vector store, range by range, in the order of their ids. */
export async function compareStores(deps: ParityDeps): Promise<Parity> {
  const parity = nothingDiffers(deps)
  if (deps.qdrant.upstream === 'neon')
    return { ...parity, passages: await countPassages(deps.neon) }
  const hasPoints = (await deps.qdrant.dimensions()) !== undefined
  let from: bigint | undefined
  do {
    const range = await compareRange(from, hasPoints, deps)
    add(parity, range)
    from = range.next
  } while (from !== undefined)
  return parity
}

/** What one invocation's repair came to; `next` is the id from which the next one goes on. */
export type Repaired = Parity & { next?: bigint }

/** To see that no run is under way, before and after; to count the words; to ask for the length. */
const openingRequests = 4
/** A page of each store, and whether a run has begun. */
const comparing = 3
/**
 * A batch is read and written, if no run has begun, once it is known how long vectors may be; a new
 * collection has indexes.
 */
const requestsOf = { batch: 5, preparing: 12, removal: 2 }

/**
 * Compares the stores and makes the vector store as Neon is, from Neon's embeddings alone, until the
 * requests are spent. A conflict while a run is under way: its pages are in the vector store before they
 * are in Neon.
 */
export async function repairStores(
  deps: ParityDeps,
  { from, maxRequests = Number.POSITIVE_INFINITY }: { from?: bigint; maxRequests?: number } = {},
): Promise<Repaired> {
  const budget = createRequestBudget(maxRequests - openingRequests)
  await rejectDuringRun(deps)
  if (from === undefined) {
    await deps.neon.transaction([recountLexemes], { timeoutMs: longestCountMs })
  }
  const parity = nothingDiffers(deps)
  if (deps.qdrant.upstream === 'neon')
    return { ...parity, passages: await countPassages(deps.neon) }
  const hasPoints = (await deps.qdrant.dimensions()) !== undefined
  const repair = createRepair(deps, budget)
  let next = from
  do {
    if (!budget.take(comparing)) return cutAt(parity, next)
    const range = await compareRange(next, hasPoints, deps)
    await rejectDuringRun(deps)
    const { unrepairable, stoppedAt } = await repair(range, next)
    add(parity, { ...range, unrepairable })
    if (stoppedAt !== undefined) return cutAt(parity, stoppedAt)
    next = range.next
  } while (next !== undefined)
  return parity
}

const cutAt = (parity: Parity, next: bigint | undefined): Repaired => ({
  ...parity,
  next: next ?? 0n,
})

const nothingDiffers = ({ qdrant }: ParityDeps): Parity => ({
  passages: 0,
  vectors_in: qdrant.upstream,
  missing: [],
  different: [],
  orphaned: [],
  unrepairable: [],
})

interface Range extends Pick<Parity, 'passages' | 'missing' | 'different' | 'orphaned'> {
  next: bigint | undefined
}

function add(parity: Parity, range: Range & { unrepairable?: string[] }) {
  parity.passages += range.passages
  parity.missing.push(...range.missing)
  parity.different.push(...range.different)
  parity.orphaned.push(...range.orphaned)
  parity.unrepairable.push(...(range.unrepairable ?? []))
}

const noPoints: IdPage = { hashes: new Map() }

/** Compares the ids from one on, as far as both stores' next pages reach. */
async function compareRange(
  from: bigint | undefined,
  hasPoints: boolean,
  { neon, qdrant }: ParityDeps,
): Promise<Range> {
  const [ours, theirs] = await Promise.all([
    neonPage(neon, from),
    hasPoints ? qdrant.scroll(from, comparedAtOnce) : noPoints,
  ])
  const next = least(ours.next, theirs.next)
  const isWithin = (id: bigint) => next === undefined || id < next
  const ids = [...ours.hashes.keys()].filter(isWithin)
  const isDifferent = (id: bigint) => theirs.hashes.get(id) !== ours.hashes.get(id)
  return {
    passages: ids.length,
    missing: ids.filter((id) => !theirs.hashes.has(id)).map(String),
    different: ids.filter((id) => theirs.hashes.has(id) && isDifferent(id)).map(String),
    orphaned: [...theirs.hashes.keys()]
      .filter((id) => isWithin(id) && !ours.hashes.has(id))
      .map(String),
    next,
  }
}

const least = (a: bigint | undefined, b: bigint | undefined) =>
  a === undefined || (b !== undefined && b < a) ? b : a

/** Repairs ranges in the order of their ids, up to the id from which on there are no requests left. */
function createRepair(deps: ParityDeps, budget: RequestBudget) {
  let isPrepared = false
  return async ({ missing, different, orphaned }: Range, from = 0n) => {
    const unrepairable: string[] = []
    if (orphaned.length > 0) {
      if (!budget.take(requestsOf.removal)) return { unrepairable, stoppedAt: from }
      await rejectDuringRun(deps)
      await deps.qdrant.remove(orphaned.map(BigInt))
    }
    const wanted = [...missing, ...different].map(BigInt).sort((a, b) => (a < b ? -1 : 1))
    for (let start = 0; start < wanted.length; start += repairedAtOnce) {
      const ids = wanted.slice(start, start + repairedAtOnce)
      const requests = requestsOf.batch + (isPrepared ? 0 : requestsOf.preparing)
      if (!budget.take(requests)) return { unrepairable, stoppedAt: ids[0] }
      await rejectDuringRun(deps)
      const points = await ofAnsweringLength(await storedPoints(deps, ids.map(String)), deps)
      if (points.length > 0) await deps.qdrant.put(points)
      isPrepared = true
      const repaired = new Set(points.map(({ id }) => id))
      unrepairable.push(...ids.filter((id) => !repaired.has(id)).map(String))
    }
    return { unrepairable }
  }
}

async function countPassages(neon: Neon): Promise<number> {
  const [row] = await neon.run(sql(z.object({ n: z.int() }))`
    select count(*)::int as n from documents`)
  return row?.n ?? 0
}

// Triggers keep the counts; whoever wrote behind them is repaired here.
const recountLexemes = sql(NoRow)`select recount_lexemes()`

async function rejectDuringRun({ neon }: ParityDeps) {
  const [run] = await neon.run(runUnderWay)
  if (run) throw new Problem('conflict', 'An ingestion run is under way; wait for its end.')
}

/** Those the vector store takes: after a change of length its vectors may still be of the old one. */
async function ofAnsweringLength(points: Point[], { qdrant }: ParityDeps): Promise<Point[]> {
  const [first] = points
  if (!first) return []
  await qdrant.prepare(first.vector.length)
  const length = await qdrant.dimensions()
  return points.filter(({ vector }) => vector.length === length)
}

interface IdPage {
  hashes: Map<bigint, string>
  next?: bigint
}

/** From the id `from` on, as Qdrant's scroll does; by number, where plain `id` would be the text. */
async function neonPage(neon: Neon, from: bigint | undefined): Promise<IdPage> {
  const start = from === undefined ? fragment`` : fragment`where id >= ${from.toString()}::bigint`
  const rows = await neon.run(sql(IdRow)`
    select id::text, content_hash from documents ${start} order by documents.id limit ${comparedAtOnce + 1}`)
  const next = rows[comparedAtOnce]
  return {
    hashes: new Map(rows.slice(0, comparedAtOnce).map((row) => [BigInt(row.id), row.content_hash])),
    ...(next && { next: BigInt(next.id) }),
  }
}

async function storedPoints({ neon, embeddingModel }: ParityDeps, ids: string[]) {
  const rows = await neon.run(sql(StoredRow)`
    select id::text, content, metadata as payload, embedding::text as embedding from documents
    where id = any(${ids}::bigint[]) and embedding_model = ${embeddingModel} and embedding is not null`)
  return rows.map(({ id, content, payload, embedding }) => ({
    id: BigInt(id),
    vector: embedding,
    payload: Payload.parse({ text: content, ...z.record(z.string(), z.unknown()).parse(payload) }),
  }))
}
