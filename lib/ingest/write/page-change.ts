import type { Neon } from '../../clients/neon.ts'
import type { Point, Qdrant } from '../../clients/qdrant.ts'
import type { RedisDoor } from '../../clients/redis.ts'
import { searchConfigOf, searchText } from '../../text/search-text.ts'
import type { PageMessage } from '../ledger/messages.ts'
import type { Page, PagePassage } from '../page/page.ts'
import type { EmbedTexts } from './embed-together.ts'
import type {
  PassageRecord,
  StoredEmbedding,
  StoredPassage,
  WantedPassage,
} from './stored-passages.ts'

// With their vectors some three megabytes, of the 32 that Qdrant takes.
const pointsPerRequest = 256

/** What it takes to bring a page's passages into both stores. */
export interface ChangeDeps {
  neon: Neon
  qdrant: Qdrant
  redis: RedisDoor
  embed: EmbedTexts
  embeddingModel: string
}

/** The passages that a page has now, as they would be stored. */
export const wantedOf = (page: Page): WantedPassage[] =>
  page.passages.map((passage) => ({
    id: passage.id.toString(),
    content_hash: passage.contentHash,
    payload: payloadOf(page, passage),
  }))

/** What is to be written, how much of it is new, and what is stored that the page no longer has. */
export function differenceOf(
  page: Page,
  stored: StoredPassage[],
  isRewrite: boolean,
  { embeddingModel }: Pick<ChangeDeps, 'embeddingModel'>,
) {
  const ofModel = stored.filter((row) => row.embedding_model === embeddingModel)
  const known = new Map(ofModel.map((row) => [row.id, row]))
  const at = (passage: PagePassage) => known.get(passage.id.toString())
  const isSame = (passage: PagePassage) =>
    sortedJson(at(passage)?.payload) === sortedJson(payloadOf(page, passage))
  const current = new Set(page.passages.map((passage) => passage.id.toString()))
  return {
    changed: page.passages.filter((passage) => isRewrite || !isSame(passage)),
    added: page.passages.filter((passage) => at(passage)?.content_hash !== passage.contentHash)
      .length,
    stale: stored.filter(({ id }) => !current.has(id)).map(({ id }) => BigInt(id)),
  }
}

/** Vectors by the hash of what they are of. */
export type Vectors = Map<string, number[]>

export const vectorsByHash = (embeddings: StoredEmbedding[]): Vectors =>
  new Map(embeddings.map((row) => [row.content_hash, row.embedding]))

/** The texts that have no vector yet, each once, by their hashes. */
export const missingOf = (passages: PagePassage[], vectors: Vectors) =>
  new Map(
    passages
      .filter((passage) => !vectors.has(passage.contentHash))
      .map((passage) => [passage.contentHash, passage.embeddedText]),
  )

/** Embeds texts and notes their vectors; gives the tokens that they cost. */
export async function embedMissing(
  missing: ReadonlyMap<string, string>,
  vectors: Vectors,
  { embed }: Pick<ChangeDeps, 'embed'>,
): Promise<number> {
  const embedded = await embed([...missing.values()])
  for (const [at, hash] of [...missing.keys()].entries()) {
    const vector = embedded.vectors[at]
    if (vector) vectors.set(hash, vector)
  }
  return embedded.tokens
}

/** Passages as they are stored, with their vectors. */
export const recordsOf = (page: Page, passages: PagePassage[], vectors: Vectors): PassageRecord[] =>
  passages.flatMap((passage) => {
    const vector = vectors.get(passage.contentHash)
    return vector ? [toRecord(page, passage, vector)] : []
  })

/** A page, and what is to be written of it. */
export interface WrittenPage {
  page: Page
  records: PassageRecord[]
}

/**
 * Makes the vector store hold pages' passages as they are now, and no others of these pages. The change
 * must have begun.
 */
export async function writePoints(
  pages: WrittenPage[],
  { collection, keeps_model }: Pick<PageMessage, 'collection' | 'keeps_model'>,
  { qdrant }: Pick<ChangeDeps, 'qdrant'>,
) {
  const points = pages.flatMap(({ records }) => records.map(toPoint))
  await putPoints(pages, points, qdrant, collection)
  // Until the new collection takes its place, readers are answered from the one of before. It may
  // never do so: whatever becomes of the run, what Neon holds of a model is to be found.
  if (collection) await putPoints(pages, keeps_model ? points : [], qdrant)
}

async function putPoints(
  pages: WrittenPage[],
  points: Point[],
  qdrant: Qdrant,
  collection?: string,
) {
  const last = points.length - (points.length % pointsPerRequest)
  for (let from = 0; from < last; from += pointsPerRequest)
    await qdrant.put(points.slice(from, from + pointsPerRequest), collection)
  // By page, not by id: an attempt that was cut short may have left points that Neon never knew.
  const kept = pages.map(({ page: { sourcePath: source, passages } }) => ({
    source,
    kept: passages.map(({ id }) => id),
  }))
  await qdrant.putPages(kept, points.slice(last), collection)
}

function payloadOf(page: Page, passage: PagePassage) {
  return {
    source: page.sourcePath,
    part: page.part,
    part_number: page.partNumber,
    chapter: page.title,
    section: passage.section,
    chunk_index: passage.chunkIndex,
    url: passage.url ?? '',
    ...(page.category !== undefined && { category: page.category }),
    ...(page.intent !== undefined && { intent: page.intent }),
    tags: page.tags,
    ...(page.groups.length > 0 && { groups: page.groups }),
    ...(page.version !== undefined && { version: page.version }),
    ...(page.site !== undefined && { site: page.site }),
    language: page.language,
    content_hash: passage.contentHash,
  }
}

function toRecord(page: Page, passage: PagePassage, vector: number[]): PassageRecord {
  return {
    id: passage.id,
    payload: { text: passage.content, ...payloadOf(page, passage) },
    searchConfig: searchConfigOf(page.language),
    searchText: searchText(passage.embeddedText, page.language),
    vector,
  }
}

const toPoint = ({ id, vector, payload }: PassageRecord): Point => ({ id, vector, payload })

/** JSON whose keys are in one order, as Postgres does not keep ours. */
function sortedJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
