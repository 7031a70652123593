import type { Context } from 'hono'
import * as z from 'zod/mini'
import { sourcesOf } from '../lib/content-sources.ts'
import { admin } from '../lib/http/access.ts'
import type { AppEnv } from '../lib/http/app-env.ts'
import { type Body, jsonBody } from '../lib/http/body.ts'
import { fromGitHub, isPushTo } from '../lib/http/channels/github.ts'
import { routesOf } from '../lib/http/route.ts'
import { Run } from '../lib/ingest/ledger/runs.ts'
import {
  DocumentContent,
  type Expected,
  maxDocumentChars,
  PushedDocument,
} from '../lib/ingest/push/documents.ts'
import type { ingestServices } from '../lib/services/ingest.ts'

type Services = Pick<ReturnType<typeof ingestServices>, 'documents' | 'ingestion'>

const route = routesOf<Services>()

// A character may have four bytes, and JSON may write each of them as six.
const maxBytes = 4 * maxDocumentChars
const mostDocuments = 500

const DocumentPath = z.object({
  path: z.string().check(
    z.minLength(1),
    z.maxLength(500),
    z.refine((path) => path.isWellFormed() && !hasControls(path), 'Must be text'),
    z.refine(
      (path) => path.split('/').every((name) => !['', '.', '..'].includes(name)),
      'Must be names between single slashes',
    ),
  ),
})

const hasControls = (text: string) => /\p{Cc}/u.test(text)

/** A page as JSON, or its text alone under its own media type. */
const documentBody: Body<DocumentContent> = {
  ...jsonBody(DocumentContent, maxBytes),
  texts: {
    types: {
      'text/markdown': 'The page as Markdown',
      'text/html': 'The page as HTML',
      'text/plain': 'The page as plain text',
    },
    toJson: (content, media_type) => ({ content, media_type }),
  },
}

const Document = z.extend(DocumentContent, DocumentPath.shape)
const Documents = z.strictObject({
  documents: z.array(Document).check(z.minLength(1), z.maxLength(mostDocuments)),
})

/** Many pages as JSON, or one on each line. */
const documentsBody: Body<z.infer<typeof Documents>> = {
  ...jsonBody(Documents, 2 * maxBytes),
  texts: {
    types: { 'application/x-ndjson': 'One page on each line, as JSON with its path' },
    toJson: (text) => ({
      documents: text
        .split('\n')
        .filter((line) => line.trim())
        .map(toDocument),
    }),
  },
}

function toDocument(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // The schema then says which of the lines is no page.
    return line.slice(0, 20)
  }
}

const Pushed = z.object({ documents: z.int(), run: z.optional(Run) })

/** The names of its schemas in the OpenAPI document. */
export const documentSchemas = { DocumentContent, Documents, PushedDocument, Pushed }

export const documentRoutes = [
  route({
    method: 'PUT',
    path: '/v1/documents/{path*}',
    id: 'putDocument',
    tag: 'Ingestion',
    summary: 'Push one page',
    description:
      'The page is searchable when the reply comes. `If-Match` names the version that may be replaced; `If-None-Match: *` lets a page be added and none be replaced.',
    access: admin,
    params: DocumentPath,
    body: documentBody,
    replies: {
      200: {
        description: 'The page has taken the place of another version',
        schema: PushedDocument,
      },
      201: { description: 'The page is new', schema: PushedDocument },
    },
    problems: ['conflict', 'precondition-failed'],
    async handle({ services, params: { path }, body, c }) {
      const { isNew, document } = await services.documents.put(path, body, expectedBy(c))
      const headers = { etag: `"${document.etag}"` }
      const location = `/v1/documents/${path.split('/').map(encodeURIComponent).join('/')}`
      return isNew
        ? { status: 201, body: document, headers, location }
        : { status: 200, body: document, headers }
    },
  }),

  route({
    method: 'GET',
    path: '/v1/documents/{path*}',
    id: 'getDocument',
    tag: 'Ingestion',
    summary: 'Get a page that was pushed',
    access: admin,
    params: DocumentPath,
    replies: { 200: { description: 'The page', schema: PushedDocument } },
    problems: ['not-found'],
    async handle({ services, params: { path } }) {
      const document = await services.documents.get(path)
      return { status: 200, body: document, headers: { etag: `"${document.etag}"` } }
    },
  }),

  route({
    method: 'DELETE',
    path: '/v1/documents/{path*}',
    id: 'deleteDocument',
    tag: 'Ingestion',
    summary: 'Remove a page that was pushed',
    access: admin,
    params: DocumentPath,
    replies: { 204: { description: 'No answer comes from the page any more' } },
    problems: ['not-found', 'conflict', 'precondition-failed'],
    async handle({ services, params: { path }, c }) {
      await services.documents.remove(path, expectedBy(c))
      return { status: 204 }
    },
  }),

  route({
    method: 'POST',
    path: '/v1/documents',
    id: 'putDocuments',
    tag: 'Ingestion',
    summary: 'Push many pages',
    description:
      'The pages are stored at once and indexed by a run that this starts. While another run is under way, the next one indexes them.',
    access: admin,
    body: documentsBody,
    replies: { 202: { description: 'The pages are stored', schema: Pushed } },
    async handle({ services, body: { documents } }) {
      const stored = await services.documents.putAll(
        documents.map(({ path, ...given }) => ({ path, given })),
      )
      const run = await services.ingestion.startSoon()
      return run
        ? {
            status: 202,
            body: { documents: stored, run },
            location: `/v1/ingestion-runs/${run.id}`,
          }
        : { status: 202, body: { documents: stored } }
    },
  }),

  route({
    method: 'POST',
    path: '/v1/github',
    id: 'takePush',
    tag: 'Ingestion',
    summary: 'Take a push of GitHub',
    description:
      'A webhook of the repository, with GITHUB_WEBHOOK_SECRET as its secret, application/json as its content type and pushes as its events. A push to what is ingested starts a run; one that comes while a run is under way starts another after it.',
    access: fromGitHub,
    replies: {
      202: { description: 'A run starts' },
      204: { description: 'Nothing that is ingested was pushed' },
    },
    problems: ['malformed-json', 'body-too-large', 'not-found'],
    async handle({ services, settings, c }) {
      const repositories = sourcesOf(settings).flatMap((source) =>
        source.kind === 'github' ? [{ repository: source.place, ref: source.ref }] : [],
      )
      if (!(await isPushTo(c.req.raw, repositories))) return { status: 204 }
      await services.ingestion.startSoon()
      return { status: 202 }
    },
  }),
]

/** What the caller thinks is stored, by the headers of RFC 9110. */
function expectedBy(c: Context<AppEnv>): Expected {
  if (c.req.header('if-none-match')?.trim() === '*') return ''
  const match = c.req.header('if-match')?.trim()
  if (match === undefined || match === '*') return undefined
  return match.replace(/^(?:W\/)?"([^"]*)"$/, '$1') || '-'
}
