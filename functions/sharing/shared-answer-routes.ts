import * as z from 'zod/mini'
import {
  NewSharedAnswer,
  Share,
  SharedAnswer,
  type SharedAnswers,
} from '../../lib/conversation/shared-answers.ts'
import { anyReader, reader } from '../../lib/http/access.ts'
import { calls, searches } from '../../lib/http/limited.ts'
import { routesOf } from '../../lib/http/route.ts'

const route = routesOf<{ sharedAnswers: SharedAnswers }>()

const SharePath = z.object({ shared_id: z.uuidv4().check(z.toLowerCase()) })

/** The names of its schemas in the OpenAPI document. */
export const sharedAnswerSchemas = { NewSharedAnswer, Share, SharedAnswer }

export const sharedAnswerRoutes = [
  route({
    method: 'POST',
    path: '/v1/shared-answers',
    id: 'shareAnswer',
    tag: 'Sessions',
    summary: 'Share an answer by a link',
    description:
      'Only where SHARED_ANSWER_DAYS says for how long. Whoever has the id can read the question, the answer and its sources until then; of a reader whose token names groups, only readers of all of them. Shared again it keeps its id and lasts anew.',
    access: reader,
    limit: calls,
    body: NewSharedAnswer,
    replies: { 201: { description: 'What the answer is read by', schema: Share } },
    problems: ['not-found', 'conflict'],
    async handle({ services, body, sessionId, c }) {
      const share = await services.sharedAnswers.share(body, sessionId, c.var.groups ?? [])
      return { status: 201, body: share, location: `/v1/shared-answers/${share.shared_id}` }
    },
  }),

  route({
    method: 'GET',
    path: '/v1/shared-answers/{shared_id}',
    id: 'getSharedAnswer',
    tag: 'Sessions',
    summary: 'Read a shared answer',
    description:
      'Gone as soon as its conversation is erased, it is taken back, or a page that it rests on has left the book or is not for this reader.',
    access: anyReader,
    limit: searches,
    params: SharePath,
    replies: { 200: { description: 'The answer', schema: SharedAnswer } },
    problems: ['not-found', 'unavailable'],
    handle: async ({ services, params, c }) => ({
      status: 200,
      body: await services.sharedAnswers.get(params.shared_id, c.var.groups ?? []),
    }),
  }),

  route({
    method: 'DELETE',
    path: '/v1/shared-answers/{shared_id}',
    id: 'takeBackSharedAnswer',
    tag: 'Sessions',
    summary: 'Share an answer no longer',
    access: reader,
    limit: calls,
    params: SharePath,
    replies: { 204: { description: 'Nobody can read it by its id any more' } },
    problems: ['not-found'],
    async handle({ services, params, sessionId }) {
      await services.sharedAnswers.takeBack(params.shared_id, sessionId)
      return { status: 204 }
    },
  }),
]
