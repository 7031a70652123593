import * as z from 'zod/mini'
import { sql } from '../../clients/neon.ts'
import { embeddingKey } from '../../index/active-embedding.ts'
import { beginChange, endChanges, outdateAnswers } from '../../index/index-version.ts'
import { contentHash } from '../../index/passage-id.ts'
import { Problem } from '../../problem.ts'
import { isUnderWay, runUnderWay } from '../ledger/runs.ts'
import { longestGroup, mostGroups } from '../page/groups.ts'
import type { Page } from '../page/page.ts'
import { PageError } from '../page/page-error.ts'
import {
  beginRemoval,
  documentAt,
  mediaTypes,
  type NewDocument,
  putDocuments,
  removeDocument,
  sourceOf,
} from '../source/pushed-documents.ts'
import { pushedVersion } from '../source/pushed-version.ts'
import { readPushed } from '../source/read-pushed.ts'
import { embedPassages } from '../write/embed-passages.ts'
import type { IndexDeps } from '../write/index-pages.ts'
import { putPage } from '../write/put-page.ts'
import { idsOfPage, removeRows } from '../write/stored-passages.ts'

/** The most characters of a page that is pushed. */
export const maxDocumentChars = 1024 * 1024

export const DocumentContent = z.strictObject({
  content: z.string().check(z.minLength(1), z.maxLength(maxDocumentChars)),
  media_type: z._default(z.enum(mediaTypes), 'text/markdown'),
  url: z.optional(z.url({ protocol: /^https?$/ }).check(z.maxLength(2_000))),
  title: z.optional(z.string().check(z.minLength(1), z.maxLength(300))),
  /** The readers who may see it, unless it says so itself; everybody where there are none. */
  groups: z.optional(
    z
      .array(z.string().check(z.minLength(1), z.maxLength(longestGroup)))
      .check(z.minLength(1), z.maxLength(mostGroups)),
  ),
  version: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  site: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
})

export type DocumentContent = z.infer<typeof DocumentContent>

/** A pushed page as it is told. */
export const PushedDocument = z.object({
  path: z.string(),
  source: z.string(),
  media_type: z.enum(mediaTypes),
  title: z.string(),
  url: z.optional(z.string()),
  groups: z.optional(z.array(z.string())),
  version: z.optional(z.string()),
  site: z.optional(z.string()),
  etag: z.string(),
  passages: z.int(),
  warnings: z.optional(z.array(z.string())),
  content: z.optional(z.string()),
  updated_at: z.optional(z.iso.datetime()),
})

export type PushedDocument = z.infer<typeof PushedDocument>

/** The version that the caller thinks is stored: none where it is empty, whichever where it is undefined. */
export type Expected = string | undefined

const Counted = z.object({ title: z.string(), passages: z.int() })
const Underway = z.object({ is_rebuild: z.boolean(), is_pending: z.boolean() })

export type Documents = ReturnType<typeof createDocuments>

/** Pages that the owner's own systems push, one by one, searchable when the reply comes. */
export function createDocuments(deps: IndexDeps) {
  return {
    /** Stores and indexes a page; says whether it is new. */
    async put(path: string, given: DocumentContent, expected: Expected) {
      const document = await toStored(path, given)
      const page = await read(document, deps)
      await rejectDuringRun(path, deps)
      const [written] = await deps.neon.run(putDocuments([document], expected))
      if (!written) throw changedMeanwhile(path)
      await putPage(page, await pushedVersion(document.etag, deps), {
        ...deps,
        embed: (texts) => embedPassages(texts, deps),
      })
      await settle(deps)
      return { isNew: written.is_new, document: told(document, page) }
    },

    /** Stores many pages, for a run to index. */
    async putAll(pages: { path: string; given: DocumentContent }[]) {
      const last = new Map(pages.map((page) => [page.path, page]))
      const documents = await Promise.all(
        [...last.values()].map(({ path, given }) => toStored(path, given)),
      )
      if (documents.length > 0) await deps.neon.run(putDocuments(documents))
      return documents.length
    },

    /** A page as it was pushed; an unknown one is not found. */
    async get(path: string): Promise<PushedDocument> {
      const [[document], [chapter]] = await deps.neon.transaction(
        [
          documentAt(path),
          sql(Counted)`select title, passages from chapters where source_path = ${sourceOf(path)}`,
        ],
        { readOnly: true },
      )
      if (!document) throw notThere(path)
      return {
        path,
        source: sourceOf(path),
        media_type: document.media_type,
        title: chapter?.title ?? document.title,
        ...placeOf(document),
        etag: document.etag,
        passages: chapter?.passages ?? 0,
        content: document.content,
        updated_at: document.updated_at.toISOString(),
      }
    },

    /** Removes a page from everywhere an answer could come from. */
    async remove(path: string, expected: Expected) {
      await rejectDuringRun(path, deps)
      const source = sourceOf(path)
      const [[document], rows] = await deps.neon.transaction([
        documentAt(path),
        idsOfPage(source),
        beginRemoval(path, expected),
      ])
      if (!document) throw notThere(path)
      if (expected !== undefined && expected !== document.etag) throw changedMeanwhile(path)
      const ids = rows.map(({ id }) => BigInt(id))
      await beginChange(deps.redis)
      await deps.qdrant.putPages([{ source, kept: [] }], [])
      const [gone] = await deps.neon.transaction([
        removeDocument(path, expected),
        ...removeRows(source, ids),
      ])
      if (!gone[0] && expected !== undefined) throw changedMeanwhile(path)
      await settle(deps)
    },
  }
}

async function toStored(path: string, given: DocumentContent): Promise<NewDocument> {
  const { content, media_type, url = '', title = '', groups = [], version = '', site = '' } = given
  const place = [...groups, version, site].some(Boolean) ? [groups, version, site] : []
  const decisive = [media_type, url, title, content, ...place]
  const etag = (await contentHash(JSON.stringify(decisive))).slice(0, 32)
  return { path, content, media_type, url, title, groups, version, site, etag }
}

async function read(document: NewDocument, deps: IndexDeps): Promise<Page> {
  try {
    return await readPushed(document, deps)
  } catch (error) {
    if (!(error instanceof PageError)) throw error
    throw new Problem('invalid-request', error.message, {
      errors: [{ location: 'body.content', message: error.message }],
    })
  }
}

const placeOf = ({ url, groups, version, site }: Omit<NewDocument, 'etag'>) => ({
  ...(url !== '' && { url }),
  ...(groups.length > 0 && { groups }),
  ...(version !== '' && { version }),
  ...(site !== '' && { site }),
})

const told = ({ path, media_type, etag }: NewDocument, page: Page): PushedDocument => ({
  path,
  source: sourceOf(path),
  media_type,
  title: page.title,
  ...(page.url !== undefined && { url: page.url }),
  ...(page.groups.length > 0 && { groups: page.groups }),
  ...(page.version !== undefined && { version: page.version }),
  ...(page.site !== undefined && { site: page.site }),
  etag,
  passages: page.passages.length,
  ...(page.warnings.length > 0 && { warnings: page.warnings }),
})

/**
 * While a collection is filled beside the one that answers, a page could be missing in the new one; and
 * a run that has the page yet to do may have read it as it was, and would write it so.
 */
async function rejectDuringRun(path: string, deps: IndexDeps) {
  const { neon, redis, embeddingModel, dimensions } = deps
  const wanted = JSON.stringify({ model: embeddingModel, dimensions })
  const [answering, [run]] = await Promise.all([
    redis.commands.get(embeddingKey),
    neon.run(sql(Underway)`
      select coalesce((options ->> 'recreate')::boolean, false) as is_rebuild,
        exists (select from ingestion_chapters c where c.run_id = r.id and c.status = 'pending'
          and c.source_path = ${sourceOf(path)}) as is_pending
      from ingestion_runs r where ${isUnderWay}`),
  ])
  if ((answering ?? wanted) !== wanted || run?.is_rebuild) {
    throw new Problem(
      'conflict',
      'The index is being built anew. Push the page when the ingestion run has ended.',
      { retryAfter: 60 },
    )
  }
  if (!run?.is_pending) return
  throw new Problem(
    'conflict',
    'An ingestion run is about to write this page as it was. Send the request again when it has.',
    { retryAfter: 30 },
  )
}

/**
 * Answers may be cached again, unless a run goes on changing pages: it says so at its own end. One that
 * has ended meanwhile has said so too early for this page.
 */
async function settle({ neon, redis }: IndexDeps) {
  const [[run]] = await Promise.all([neon.run(runUnderWay), outdateAnswers(redis)])
  if (!run) await endChanges(redis)
}

const notThere = (path: string) => new Problem('not-found', `No page was pushed to ${path}.`)

const changedMeanwhile = (path: string) =>
  new Problem(
    'precondition-failed',
    `The page at ${path} is another version than If-Match names: get it, and put yours on top.`,
  )
