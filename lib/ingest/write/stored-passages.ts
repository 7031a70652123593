import * as z from 'zod/mini'
import { NoRow, sql } from '../../clients/neon.ts'
import type { Payload } from '../../clients/qdrant.ts'

/** A passage to be stored: its point's payload, and what Postgres alone keeps. */
export interface PassageRecord {
  id: bigint
  payload: Payload
  searchConfig: string
  searchText: string
  vector: number[]
}

export type StoredEmbedding = z.infer<typeof EmbeddingRow>

/** A vector as Postgres writes it. */
export const vectorOf = z.pipe(
  z.string(),
  z.transform((text): number[] => z.array(z.number()).parse(JSON.parse(text))),
)

const StoredRow = z.object({
  id: z.string(),
  source: z.string(),
  content_hash: z.string(),
  payload: z.unknown(),
  embedding_model: z.string(),
})
export type StoredPassage = z.infer<typeof StoredRow>

const EmbeddingRow = z.object({ content_hash: z.string(), embedding: vectorOf })

/** What is stored of pages: each passage's id, its content's hash, its payload and its model. */
export const storedOfPages = (sources: string[]) => sql(StoredRow)`
  select id::text, source, content_hash, metadata as payload, embedding_model from documents
  where source = any (${sources}::text[])`

/** A passage as a page has it now: whether it is stored just so decides whether it is written. */
export interface WantedPassage {
  id: string
  content_hash: string
  payload: Omit<Payload, 'text'>
}

/**
 * The embeddings stored for these passages' contents, wherever in the book they stand. Passages that
 * are stored just so are left out, for they are not written again, unless it is a rewrite. The limits
 * keep Postgres on its indexes: without statistics it reads the whole book for every page.
 */
export const storedEmbeddings = (wanted: WantedPassage[], isRewrite: boolean, model: string) =>
  sql(EmbeddingRow)`
    select w.content_hash, d.embedding
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        as w (id bigint, content_hash text, payload jsonb)
      left join lateral (select true as is_same from documents
        where documents.id = w.id and metadata = w.payload and embedding_model = ${model}
        limit 1) own on true
      cross join lateral (select embedding::text from documents
        where documents.content_hash = w.content_hash and embedding_model = ${model}
          and embedding is not null
        limit 1) d
    where ${isRewrite} or own.is_same is null`

/** Writes passages, replacing those of the same id. */
export const putPassages = (records: PassageRecord[], model: string) => sql(NoRow)`
  insert into documents (id, content, embedding, metadata, search_config, headings,
    search_text, source, part,
    part_number, chapter, section, chunk_index, url, content_hash, embedding_model,
    groups, version, site)
  select r.id, p ->> 'text', r.embedding, p - 'text', (r.record ->> 'search_config')::regconfig,
    r.record ->> 'headings', r.record ->> 'search_text', p ->> 'source', p ->> 'part', (p ->> 'part_number')::int,
    p ->> 'chapter', p ->> 'section', (p ->> 'chunk_index')::int, p ->> 'url',
    p ->> 'content_hash', ${model},
    array(select jsonb_array_elements_text(p -> 'groups')),
    coalesce(p ->> 'version', ''), coalesce(p ->> 'site', '')
  from unnest(${records.map(({ id }) => id.toString())}::bigint[],
      ${vectorArray(records)}::vector[],
      ${records.map(toRecordJson)}::jsonb[]) as r (id, embedding, record),
    lateral (select r.record -> 'payload') as payload (p)
  on conflict (id) do update set content = excluded.content, embedding = excluded.embedding,
    metadata = excluded.metadata, search_config = excluded.search_config,
    headings = excluded.headings, search_text = excluded.search_text, source = excluded.source, part = excluded.part,
    part_number = excluded.part_number, chapter = excluded.chapter, section = excluded.section,
    chunk_index = excluded.chunk_index, url = excluded.url, content_hash = excluded.content_hash,
    embedding_model = excluded.embedding_model, groups = excluded.groups,
    version = excluded.version, site = excluded.site, indexed_at = now()`

/** Removes passages that the vector store has let go of, so that nobody need be told that they are gone. */
export const removePassages = (ids: bigint[]) =>
  ids.length === 0
    ? []
    : [
        sql(NoRow)`delete from documents where id = any(${ids.map(String)}::bigint[])`,
        sql(NoRow)`delete from removed_documents where id = any(${ids.map(String)}::bigint[])`,
      ]

/** All ids stored of a page, whatever model embedded them. */
export const idsOfPage = (source: string) => sql(z.object({ id: z.string() }))`
  select id::text from documents where source = ${source}`

/** Removes a page and its passages. */
export const removeRows = (source: string, ids: bigint[]) => [
  ...removePassages(ids),
  sql(NoRow)`delete from chapters where source_path = ${source}`,
]

// As Postgres writes an array: the driver would look through every digit for quotes to escape.
const vectorArray = (records: PassageRecord[]) =>
  `{${records.map(({ vector }) => `"${JSON.stringify(vector)}"`).join(',')}}`

const toRecordJson = ({ payload, searchConfig, searchText }: PassageRecord) => {
  // The content is stored already: only what full text reads instead of it is stored once more.
  const isContent = searchText.endsWith(payload.text)
  const headings = isContent ? searchText.slice(0, searchText.length - payload.text.length) : ''
  return JSON.stringify({
    payload,
    search_config: searchConfig,
    headings,
    ...(!isContent && { search_text: searchText }),
  })
}
