import type { Queue } from '@cloudflare/workers-types/experimental'
import type { GitHub } from '../../clients/github.ts'
import type { Neon } from '../../clients/neon.ts'
import type { OpenRouter } from '../../clients/openrouter.ts'
import type { Point, Qdrant } from '../../clients/qdrant.ts'
import type { RedisDoor } from '../../clients/redis.ts'
import { beginChange } from '../../index/index-version.ts'
import { searchConfigOf, searchText } from '../../text/search-text.ts'
import type { Publish } from '../../webhooks/publish.ts'
import type { Waker } from '../../webhooks/wake.ts'
import { expandIncludes, mayInclude } from '../include/expand-includes.ts'
import type { RepositoryFiles } from '../include/repository-files.ts'
import { withIncluded } from '../include/version-of-includes.ts'
import { finishRun, type RunEnd } from '../ledger/finish-run.ts'
import type { PageMessage } from '../ledger/messages.ts'
import { isToDo, pageStatusOf } from '../ledger/page-status.ts'
import type { PageResult } from '../ledger/runs.ts'
import type { Categories } from '../page/categories.ts'
import { type Page, type PagePassage, readPage } from '../page/page.ts'
import { readText } from '../page/page-text.ts'
import type { Generator } from '../syntax/generator.ts'
import { endChapter } from './complete-page.ts'
import type { EmbedTexts } from './embed-together.ts'
import {
  type PassageRecord,
  type StoredEmbedding,
  type StoredPassage,
  storedEmbeddings,
  storedOfPage,
} from './stored-passages.ts'

const pointsPerRequest = 100

export interface IndexDeps {
  neon: Neon
  qdrant: Qdrant
  redis: RedisDoor
  github: GitHub
  categories: Categories
  repositoryFiles: RepositoryFiles
  queue: Queue
  openrouter: Pick<OpenRouter, 'embed'>
  publish: Publish
  waker: Pick<Waker, 'wake'>
  now: () => number
  pause: (ms: number) => Promise<void>
  content: { ref: string; path: string; siteUrl: string; generator?: Generator | undefined }
  embeddingModel: string
  dimensions: number
  timeoutMs: number
}

export interface PageDeps extends IndexDeps {
  embed: EmbedTexts
}

/**
 * Brings one page's passages to the state of the source: writes what is new, then removes what the
 * page no longer has, then marks the page. Stopped anywhere and begun again, it ends the same: the
 * vector store is changed before Neon, so that what Neon holds is known to be in both.
 */
export async function indexPage(message: PageMessage, deps: PageDeps): Promise<RunEnd> {
  const path = message.file.path
  const fetched = await fetchPage(message, deps)
  if (fetched === undefined) {
    // Its files may take more requests than this invocation has left.
    await deps.queue.send({ ...message, with_includes: true })
    return undefined
  }
  const { page, version } = fetched
  const wanted = page.passages.map((passage) => ({
    id: passage.id.toString(),
    content_hash: passage.contentHash,
    payload: payloadOf(page, passage),
  }))
  const [status, stored, embeddings] = await deps.neon.transaction(
    [
      pageStatusOf(message.run_id, path),
      storedOfPage(path),
      storedEmbeddings(wanted, message.rewrite, deps.embeddingModel),
    ],
    { readOnly: true },
  )
  if (!isToDo(status[0])) return await finishRun(message.run_id, message.collection, deps)
  const { changed, added, stale } = differenceOf(page, stored, message.rewrite, deps)
  const { records, tokens } = await withVectors(page, changed, embeddings, deps)
  await writePoints(page, records, message, deps)
  const result: PageResult = {
    partNumber: page.partNumber,
    title: page.title,
    added,
    kept: page.passages.length - added,
    removed: stale.length,
    tokens,
    warnings: page.warnings,
  }
  const { isLast } = await endChapter(
    { ...message, version },
    { page, records, stale, result },
    deps,
  )
  return isLast ? await finishRun(message.run_id, message.collection, deps) : undefined
}

/** What is to be written, how much of it is new, and what is stored that the page no longer has. */
function differenceOf(
  page: Page,
  stored: StoredPassage[],
  isRewrite: boolean,
  { embeddingModel }: IndexDeps,
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

/** The page as the source has it; undefined where it includes files, for which it comes again. */
async function fetchPage(
  message: PageMessage,
  { github, categories, repositoryFiles, content, now }: IndexDeps,
): Promise<{ page: Page; version: string } | undefined> {
  const { file, category, commit, generator, run_id } = message
  const [bytes, partOfBook] = await Promise.all([
    github.file({ ...file, commit }),
    category && categories.get({ ...category, commit }),
  ])
  const text = readText(bytes, file.path)
  const source = {
    path: file.path,
    text,
    contentPath: content.path,
    generator,
    now: now(),
    ...(content.siteUrl && { siteUrl: content.siteUrl }),
    ...(partOfBook && { category: partOfBook }),
  }
  if (!mayInclude(text)) return { page: await readPage(source), version: message.version }
  if (!message.with_includes) return undefined

  const at = await repositoryFiles.at(run_id, { commit, ref: content.ref })
  const expanded = await expandIncludes(text, file.path, at.include)
  const included = expanded.included.map((path) => ({ path, sha: at.shaOf(path) ?? '' }))
  return {
    page: await readPage({ ...source, text: expanded.text, warnings: expanded.warnings }),
    version: withIncluded(message.version, included),
  }
}

async function withVectors(
  page: Page,
  passages: PagePassage[],
  embeddings: StoredEmbedding[],
  { embed }: PageDeps,
) {
  const stored = new Map(embeddings.map((row) => [row.content_hash, row.embedding]))
  const missing = new Map(
    passages
      .filter((passage) => !stored.has(passage.contentHash))
      .map((passage) => [passage.contentHash, passage.embeddedText]),
  )
  const { vectors, tokens } = await embed([...missing.values()])
  const embedded = new Map([...missing.keys()].map((hash, index) => [hash, vectors[index]]))
  const records = passages.flatMap((passage): PassageRecord[] => {
    const vector = stored.get(passage.contentHash) ?? embedded.get(passage.contentHash)
    return vector ? [toRecord(page, passage, vector)] : []
  })
  return { records, tokens }
}

/** Makes the vector store hold the page's passages as they are now, and no others of the page. */
async function writePoints(
  page: Page,
  records: PassageRecord[],
  { collection, keeps_model }: PageMessage,
  { qdrant, redis }: IndexDeps,
) {
  await beginChange(redis)
  const points = records.map(toPoint)
  await putPoints(page, points, qdrant, collection)
  // Until the new collection takes its place, readers are answered from the one of before. It may
  // never do so: whatever becomes of the run, what Neon holds of a model is to be found.
  if (collection) await putPoints(page, keeps_model ? points : [], qdrant)
}

async function putPoints(
  { sourcePath, passages }: Page,
  points: Point[],
  qdrant: Qdrant,
  collection?: string,
) {
  const last = points.length - (points.length % pointsPerRequest)
  for (let from = 0; from < last; from += pointsPerRequest)
    await qdrant.put(points.slice(from, from + pointsPerRequest), collection)
  // By page, not by id: an attempt that was cut short may have left points that Neon never knew.
  const kept = passages.map(({ id }) => id)
  await qdrant.putPage(sourcePath, { points: points.slice(last), kept }, collection)
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
