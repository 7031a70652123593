import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createNeon, NoRow, sql } from '../lib/clients/neon.ts'
import { createOpenRouter } from '../lib/clients/openrouter.ts'
import type { Settings } from '../lib/env.ts'
import { contentHash, passageId } from '../lib/index/passage-id.ts'
import { readPage } from '../lib/ingest/page/page.ts'
import { isPage } from '../lib/ingest/page/page-path.ts'
import { embedPassages } from '../lib/ingest/write/embed-passages.ts'
import { type PassageRecord, putPassages } from '../lib/ingest/write/stored-passages.ts'
import { qdrantFor } from '../lib/services/upstreams.ts'
import { detectLanguage } from '../lib/text/language.ts'
import { searchConfigOf, searchText } from '../lib/text/search-text.ts'
import type { ReadyPassage } from './formats/corpus.ts'

const batchSize = 64

/** A passage as it was indexed. */
export interface IndexedPassage {
  id: string
  source: string
  section: string
  text: string
}

export interface NewPassage extends Omit<PassageRecord, 'vector'> {
  embeddedText: string
}

/** The passages of a folder's pages, split as ingestion splits them, with addresses on this site. */
export async function readPages(folder: string, siteUrl?: string): Promise<NewPassage[]> {
  const names = readdirSync(folder, { recursive: true }).map((name) => `docs/${String(name)}`)
  const paths = names.filter((path) => isPage(path, 'docs')).sort()
  const pages = await Promise.all(
    paths.map((path) =>
      readPage({
        path,
        text: readFileSync(join(folder, path.slice('docs/'.length)), 'utf8'),
        contentPath: 'docs',
        ...(siteUrl !== undefined && { siteUrl }),
      }),
    ),
  )
  return pages.flatMap((page) =>
    page.passages.map((passage) =>
      toRecord({
        id: passage.id,
        source: page.sourcePath,
        part: page.part,
        part_number: page.partNumber,
        chapter: page.title,
        section: passage.section,
        chunk_index: passage.chunkIndex,
        text: passage.content,
        embeddedText: passage.embeddedText,
        content_hash: passage.contentHash,
        url: passage.url ?? '',
        language: page.language,
      }),
    ),
  )
}

/** Ready passages, each a page of its own. */
export async function readReady(passages: ReadyPassage[]): Promise<NewPassage[]> {
  return await Promise.all(
    passages.map(async ({ source, title, text, language }) => {
      const embeddedText = title ? `${title}\n\n${text}` : text
      return toRecord({
        id: await passageId(source, '', 0),
        source,
        part: '',
        part_number: 0,
        chapter: title,
        section: '',
        chunk_index: 0,
        text,
        embeddedText,
        url: '',
        content_hash: await contentHash(embeddedText),
        language: language ?? detectLanguage(text),
      })
    }),
  )
}

/** Embeds passages and writes them to both stores, as ingestion does, without its queue. */
export async function indexPassages(
  passages: NewPassage[],
  settings: Settings,
  progress: (done: number, all: number) => void,
): Promise<IndexedPassage[]> {
  const timeoutMs = settings.TIMEOUT_INGESTION_MS
  const neon = createNeon({
    url: settings.DATABASE_URL,
    httpUrl: settings.NEON_HTTP_URL,
    timeoutMs,
  })
  const qdrant = qdrantFor(settings, timeoutMs)
  const openrouter = createOpenRouter({
    baseUrl: settings.OPENROUTER_BASE_URL,
    apiKey: settings.OPENROUTER_API_KEY,
    embeddingModel: settings.OPENROUTER_EMBEDDING_MODEL,
    dimensions: settings.EMBEDDING_DIMENSIONS,
    chatModel: settings.OPENROUTER_CHAT_MODEL,
    fallbackModels: [],
    maxTokens: 1,
  })
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
  const dimensions = settings.EMBEDDING_DIMENSIONS
  await qdrant.prepare(dimensions)
  for (let from = 0; from < passages.length; from += batchSize) {
    const batch = passages.slice(from, from + batchSize)
    const texts = batch.map(({ embeddedText }) => embeddedText)
    const { vectors } = await embedPassages(texts, { openrouter, dimensions, timeoutMs, pause })
    const records = batch.map((passage, index) => ({ ...passage, vector: vectors[index] ?? [] }))
    await neon.transaction([putPassages(records, settings.OPENROUTER_EMBEDDING_MODEL)])
    await qdrant.put(records)
    progress(from + batch.length, passages.length)
  }
  await neon.run(sql(NoRow)`
    insert into chapters (source_path, title, search_config, content_hash, url, passages)
    select source, min(chapter), min(search_config::text)::regconfig, '',
      min(regexp_replace(url, '#.*$', '')), count(*) from documents group by source
    on conflict (source_path) do nothing`)
  return passages.map(({ id, payload: { source, section, text } }) => ({
    id: id.toString(),
    source,
    section,
    text,
  }))
}

interface Written {
  id: bigint
  source: string
  part: string
  part_number: number
  chapter: string
  section: string
  chunk_index: number
  text: string
  embeddedText: string
  content_hash: string
  url: string
  language: string
}

function toRecord({ id, embeddedText, ...payload }: Written): NewPassage {
  return {
    id,
    embeddedText,
    payload: { ...payload, tags: [] },
    searchConfig: searchConfigOf(payload.language),
    searchText: searchText(embeddedText, payload.language),
  }
}
