import { Preview, PreviewRequest, Replay, ReplayRequest } from '../../lib/admin/desk/receipt.ts'
import { admin } from '../../lib/http/access.ts'
import { routesOf } from '../../lib/http/route.ts'
import {
  Comparison,
  ComparisonRequest,
  Explanation,
  Explanations,
  RetrievalRequest,
} from '../../lib/retrieval/explain/explanation.ts'
import type { adminServices } from '../../lib/services/admin.ts'

const route = routesOf<Pick<ReturnType<typeof adminServices>, 'why' | 'receipts'>>()

/** The names of its schemas in the OpenAPI document. */
export const deskWhySchemas = {
  Comparison,
  ComparisonRequest,
  Explanation,
  Explanations,
  Preview,
  PreviewRequest,
  Replay,
  ReplayRequest,
  RetrievalRequest,
}

export const deskWhyRoutes = [
  route({
    method: 'POST',
    path: '/v1/admin/retrieval',
    id: 'explainRetrieval',
    tag: 'Administration',
    summary: 'See why passages were found for a question, leg by leg',
    description:
      'Of any question, or of one of the log by its query_id: candidates with their scores, the floor, the sources, and the prompt as it would be sent. With `changed`, the same under other weights, floor or filter beside it. No model is asked.',
    access: admin,
    body: RetrievalRequest,
    replies: { 200: { description: 'The retrieval, leg by leg', schema: Explanations } },
    problems: ['not-found', 'gone', 'unavailable'],
    handle: async ({ services, body }) => ({
      status: 200,
      body: await services.why.explain(body),
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/admin/retrieval/comparisons',
    id: 'compareRetrieval',
    tag: 'Administration',
    summary: 'See what other weights or another floor would do to the last questions',
    access: admin,
    body: ComparisonRequest,
    replies: { 200: { description: 'What would change', schema: Comparison } },
    problems: ['unavailable'],
    handle: async ({ services, body }) => ({
      status: 200,
      body: await services.why.compare(body.values, body.last),
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/admin/replays',
    id: 'repeatAnswer',
    tag: 'Administration',
    summary: 'Give an answer of the log again by today’s index, prompt and model',
    description: 'It is not logged, not cached, and shown to nobody else.',
    access: admin,
    body: ReplayRequest,
    replies: { 200: { description: 'The answer then and now', schema: Replay } },
    problems: ['not-found', 'gone', 'unavailable'],
    handle: async ({ services, body }) => ({
      status: 200,
      body: await services.receipts.replay(body.query_id),
    }),
  }),

  route({
    method: 'POST',
    path: '/v1/admin/previews',
    id: 'previewSettings',
    tag: 'Administration',
    summary: 'Answer a question as it is answered now, and with settings that are not saved yet',
    access: admin,
    body: PreviewRequest,
    replies: { 200: { description: 'Both answers', schema: Preview } },
    problems: ['unavailable'],
    handle: async ({ services, body: { values, ...asked } }) => ({
      status: 200,
      body: await services.receipts.preview(asked, values),
    }),
  }),
]
