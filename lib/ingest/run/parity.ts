import * as z from 'zod/mini'
import { fragment, type Neon, NoRow, sql } from '../../clients/neon.ts'
import { Payload, type Point, type Qdrant } from '../../clients/qdrant.ts'
import { Problem } from '../../problem.ts'
import { createRequestBudget, type RequestBudget } from '../../upstream/request-budget.ts'
import { runUnderWay } from '../ledger/runs.ts'
import { pushesUnderWay } from '../source/pushed-documents.ts'
import { vectorOf } from '../write/stored-passages.ts'

const comparedAtOnce = 1000
const repairedAtOnce = 100
// 100,000 passages are counted in some ten seconds.
const longestCountMs = 120_000

const IdRow = z.object({ id: z.string(), content_hash: z.string() })
const SourceRow = z.object({ source: z.string() })
const StoredRow = z.object({
  id: z.string(),
  content: z.string(),
  payload: z.record(z.string(), z.unknown()),
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

/** To see that no run is under way; to count the words; to ask for the length. */
const openingRequests = 3
/** A page of each store. */
const comparing = 2
/**
 * A batch is read, written and looked at again, and what is outdated by then is removed; a new collection has
 * indexes.
 */
const requestsOf = { batch: 4, preparing: 12, removal: 2 }

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
  rejectRun(await deps.neon.run(runUnderWay))
  if (from === undefined) {
    await deps.neon.transaction([recountLexemes], { timeoutMs: longestCountMs })
  }
  const parity = nothingDiffers(deps)
  if (deps.qdrant.upstream === 'neon')
    return { ...parity, passages: await countPassages(deps.neon) }
  const length = await deps.qdrant.dimensions()
  const repair = createRepair(deps, budget, length)
  let next = from
  do {
    if (!budget.take(comparing)) return cutAt(parity, next)
    const range = await compareRange(next, length !== undefined, deps)
    const stoppedAt = await repair(range, next)
    add(parity, range)
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

interface Range extends Omit<Parity, 'vectors_in'> {
  next: bigint | undefined
}

function add(parity: Parity, range: Range) {
  parity.passages += range.passages
  parity.missing.push(...range.missing)
  parity.different.push(...range.different)
  parity.orphaned.push(...range.orphaned)
  parity.unrepairable.push(...range.unrepairable)
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
    unrepairable: [],
    next,
  }
}

const least = (a: bigint | undefined, b: bigint | undefined) =>
  a === undefined || (b !== undefined && b < a) ? b : a

/**
 * Repairs ranges in the order of their ids, and gives the id from which on there are no requests left. Pages
 * that are being pushed are left alone, for their points are written before their rows.
 */
function createRepair(
  deps: ParityDeps,
  budget: RequestBudget,
  /** Of the vectors in the collection, where there is one. */
  length: number | undefined,
) {
  const { neon, qdrant } = deps
  let preparing = length === undefined ? requestsOf.preparing : 0
  return async (range: Range, from = 0n) => {
    if (range.orphaned.length > 0) {
      if (!budget.take(requestsOf.removal)) return from
      await removeOrphans(range, deps)
    }
    const wanted = [...range.missing, ...range.different].map(BigInt)
    wanted.sort((a, b) => (a < b ? -1 : 1))
    for (let start = 0; start < wanted.length; start += repairedAtOnce) {
      if (!budget.take(requestsOf.batch + preparing)) return wanted[start]
      preparing = 0
      const ids = wanted.slice(start, start + repairedAtOnce).map(String)
      range.unrepairable.push(...(await putBack(ids)))
    }
    return undefined
  }

  /** Writes the points of these passages as Neon has them; gives those it cannot. */
  async function putBack(ids: string[]) {
    const [runs, stored] = await neon.transaction([runUnderWay, storedPassages(deps, ids)], {
      readOnly: true,
    })
    rejectRun(runs)
    const points = stored.map(toPoint)
    if (length === undefined && points[0]) {
      length = points[0].vector.length
      await qdrant.prepare(length)
    }
    // After a change of length they may still be of the old one.
    const put = points.filter(({ vector }) => vector.length === length)
    if (put.length > 0) await qdrant.put(put)
    const rows = await neon.run(passagesOf(ids))
    const now = new Map(rows.map((row) => [row.id, row.content_hash]))
    // Pushed or removed since they were read.
    const outdated = put.filter(({ id, payload }) => now.get(`${id}`) !== payload.content_hash)
    if (outdated.length > 0) await qdrant.remove(outdated.map(({ id }) => id))
    for (const { id } of put) now.delete(`${id}`)
    return now.keys()
  }
}

/** Removes the orphaned points of a range, but for those of passages or pages that have come meanwhile. */
async function removeOrphans(range: Range, { neon, qdrant }: ParityDeps) {
  const [runs, held, pushed] = await neon.transaction(
    [runUnderWay, passagesOf(range.orphaned), sql(SourceRow)`${pushesUnderWay}`],
    { readOnly: true },
  )
  rejectRun(runs)
  const known = new Set(held.map(({ id }) => id))
  range.orphaned = range.orphaned.filter((id) => !known.has(id))
  if (range.orphaned.length === 0) return
  const sources = pushed.map(({ source }) => source)
  await qdrant.remove(range.orphaned.map(BigInt), sources)
}

async function countPassages(neon: Neon): Promise<number> {
  const [row] = await neon.run(sql(z.object({ n: z.int() }))`
    select count(*)::int as n from documents`)
  return row?.n ?? 0
}

// Triggers keep the counts; whoever wrote behind them is repaired here.
const recountLexemes = sql(NoRow)`select recount_lexemes()`

function rejectRun([run]: unknown[]) {
  if (run) throw new Problem('conflict', 'An ingestion run is under way; wait for its end.')
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

const storedPassages = ({ embeddingModel }: ParityDeps, ids: string[]) => sql(StoredRow)`
  select id::text, content, metadata as payload, embedding::text as embedding from documents
  where ${isOf(ids)} and embedding_model = ${embeddingModel} and embedding is not null`

const passagesOf = (ids: string[]) => sql(IdRow)`
  select id::text, content_hash from documents where ${isOf(ids)}`

/** The condition on passages of these ids that no push may be writing or removing. */
const isOf = (ids: string[]) =>
  fragment`id = any(${ids}::bigint[]) and source not in (${pushesUnderWay})`

const toPoint = ({ id, content, payload, embedding }: z.infer<typeof StoredRow>): Point => ({
  id: BigInt(id),
  vector: embedding,
  payload: Payload.parse({ text: content, ...payload }),
})
