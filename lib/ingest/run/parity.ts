import * as z from 'zod/mini'
import { fragment, type Neon, NoRow, sql } from '../../clients/neon.ts'
import { Payload, type Point, type Qdrant } from '../../clients/qdrant.ts'
import { Problem } from '../../problem.ts'
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

/** Compares Neon and the vector store, page by page, in the order of their ids. */
export async function compareStores({ neon, qdrant }: ParityDeps): Promise<Parity> {
  const vectors_in = qdrant.upstream
  const same = { vectors_in, missing: [], different: [], orphaned: [], unrepairable: [] }
  if (vectors_in === 'neon') return { ...same, passages: await countPassages(neon) }
  const inNeon = await readAll((after) => neonPage(neon, after))
  const hasPoints = (await qdrant.dimensions()) !== undefined
  const inQdrant = hasPoints
    ? await readAll((after) => qdrant.scroll(after, comparedAtOnce))
    : new Map<bigint, string>()
  const ids = [...inNeon.keys()]
  return {
    ...same,
    passages: inNeon.size,
    missing: ids.filter((id) => !inQdrant.has(id)).map(String),
    different: ids
      .filter((id) => inQdrant.has(id) && inQdrant.get(id) !== inNeon.get(id))
      .map(String),
    orphaned: [...inQdrant.keys()].filter((id) => !inNeon.has(id)).map(String),
  }
}

/**
 * Compares the stores and makes the vector store as Neon is, from Neon's embeddings alone. A conflict
 * while a run is under way: its pages are in the vector store before they are in Neon.
 */
export async function repairStores(deps: ParityDeps): Promise<Parity> {
  await rejectDuringRun(deps)
  await deps.neon.transaction([recountLexemes], { timeoutMs: longestCountMs })
  const parity = await compareStores(deps)
  await rejectDuringRun(deps)
  const wanted = [...parity.missing, ...parity.different]
  const repaired = new Set<string>()
  for (let from = 0; from < wanted.length; from += repairedAtOnce) {
    const stored = await storedPoints(deps, wanted.slice(from, from + repairedAtOnce))
    const points = await ofAnsweringLength(stored, deps)
    if (points.length > 0) await deps.qdrant.put(points)
    for (const { id } of points) repaired.add(id.toString())
  }
  for (let from = 0; from < parity.orphaned.length; from += comparedAtOnce) {
    await deps.qdrant.remove(parity.orphaned.slice(from, from + comparedAtOnce).map(BigInt))
  }
  return { ...parity, unrepairable: wanted.filter((id) => !repaired.has(id)) }
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

async function readAll(
  readPage: (after: bigint | undefined) => Promise<IdPage>,
): Promise<Map<bigint, string>> {
  const all = new Map<bigint, string>()
  let page = await readPage(undefined)
  for (;;) {
    for (const [id, hash] of page.hashes) all.set(id, hash)
    if (page.next === undefined) return all
    page = await readPage(page.next)
  }
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
