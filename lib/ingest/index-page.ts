import * as z from 'zod/mini'
import type { GitHub } from '../clients/github.ts'
import { type Neon, sql } from '../clients/neon.ts'
import type { OpenRouter } from '../clients/openrouter.ts'
import type { Point, Qdrant } from '../clients/qdrant.ts'
import type { RedisDoor } from '../clients/redis.ts'
import type { Publish } from '../webhooks/events.ts'
import { readCategory } from './category-file.ts'
import { embedPassages } from './embed-passages.ts'
import { endChapter, type RunEnd } from './end-chapter.ts'
import type { PageMessage } from './messages.ts'
import { type Page, type PagePassage, readPage } from './page.ts'
import { readText } from './page-text.ts'
import type { PageResult } from './runs.ts'
import { searchConfigOf, searchText } from './search-text.ts'
import {
  forgetRemoved,
  idsOfPage,
  type PassageRecord,
  putPassages,
  removePassages,
  storedEmbeddings,
  storedOfPage,
} from './stored-passages.ts'

const recordsPerStatement = 100

export interface IndexDeps {
  neon: Neon
  qdrant: Qdrant
  redis: RedisDoor
  github: GitHub
  openrouter: Pick<OpenRouter, 'embed'>
  publish: Publish
  pause: (ms: number) => Promise<void>
  content: { ref: string; path: string; siteUrl: string }
  embeddingModel: string
  timeoutMs: number
}

const Standing = z.object({ run: z.string(), chapter: z.nullable(z.string()) })

/**
 * Brings one page's passages to the state of the source: writes what is new, then removes what the
 * page no longer has, then marks the page. Stopped anywhere and begun again, it ends the same.
 */
export async function indexPage(message: PageMessage, deps: IndexDeps): Promise<RunEnd> {
  const path = message.file.path
  const [page, [standing, stored, all]] = await Promise.all([
    fetchPage(message, deps),
    deps.neon.transaction(
      [
        chapterStanding(message.run_id, path),
        storedOfPage(path, deps.embeddingModel),
        idsOfPage(path),
      ],
      { readOnly: true },
    ),
  ])
  if (!isToDo(standing[0])) return undefined
  const known = new Map(stored.map((row) => [row.id, sortedJson(row.payload)]))
  const isKept = (passage: PagePassage) =>
    !message.collection && known.get(passage.id.toString()) === sortedJson(payloadOf(page, passage))
  const { records, tokens } = await withVectors(
    page,
    page.passages.filter((passage) => !isKept(passage)),
    deps,
  )
  const current = new Set(page.passages.map((passage) => passage.id.toString()))
  const stale = all
    .map((row) => row.id)
    .filter((id) => !current.has(id))
    .map(BigInt)
  await write(records, stale, message.collection, deps)
  const result: PageResult = {
    partNumber: page.partNumber,
    title: page.title,
    added: records.length,
    kept: page.passages.length - records.length,
    removed: stale.length,
    tokens,
  }
  return await endChapter(message, page, result, deps)
}

async function fetchPage(
  { file, category }: PageMessage,
  { github, content }: IndexDeps,
): Promise<Page> {
  const [bytes, categoryBytes] = await Promise.all([
    github.blob(file.sha),
    category ? github.blob(category.sha) : undefined,
  ])
  return await readPage({
    path: file.path,
    text: readText(bytes, file.path),
    contentPath: content.path,
    ...(content.siteUrl && { siteUrl: content.siteUrl }),
    ...(categoryBytes && { category: readCategory(new TextDecoder().decode(categoryBytes)) }),
  })
}

const chapterStanding = (runId: string, path: string) => sql(Standing)`
  select r.status as run, c.status as chapter from ingestion_runs r
    left join ingestion_chapters c on c.run_id = r.id and c.source_path = ${path}
  where r.id::text = ${runId}`

const isToDo = (standing: z.infer<typeof Standing> | undefined) =>
  standing?.run === 'running' && standing.chapter === 'pending'

async function withVectors(page: Page, passages: PagePassage[], deps: IndexDeps) {
  const stored = await storedEmbeddings(
    deps.neon,
    passages.map((passage) => passage.contentHash),
    deps.embeddingModel,
  )
  const missing = new Map(
    passages
      .filter((passage) => !stored.has(passage.contentHash))
      .map((passage) => [passage.contentHash, passage.embeddedText]),
  )
  const { vectors, tokens } = await embedPassages([...missing.values()], deps)
  const embedded = new Map([...missing.keys()].map((hash, index) => [hash, vectors[index]]))
  const records = passages.flatMap((passage): PassageRecord[] => {
    const vector = stored.get(passage.contentHash) ?? embedded.get(passage.contentHash)
    return vector ? [toRecord(page, passage, vector)] : []
  })
  return { records, tokens }
}

async function write(
  records: PassageRecord[],
  stale: bigint[],
  collection: string | undefined,
  deps: IndexDeps,
) {
  const { neon, qdrant, redis } = deps
  if (records.length > 0) {
    await neon.transaction(inParts(records).map((some) => putPassages(some, deps.embeddingModel)))
    for (const some of inParts(records)) await qdrant.put(some.map(toPoint), collection)
  }
  if (stale.length > 0) {
    await neon.run(removePassages(stale))
    await qdrant.remove(stale)
    await neon.run(forgetRemoved(stale))
  }
  // Whatever was answered from the old passages may no longer be served.
  if (records.length > 0 || stale.length > 0) await redis.commands.incr('index:version')
}

const inParts = (records: PassageRecord[]) =>
  Array.from({ length: Math.ceil(records.length / recordsPerStatement) }, (_, index) =>
    records.slice(index * recordsPerStatement, (index + 1) * recordsPerStatement),
  )

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

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
