import * as z from 'zod/mini'
import { Abuse } from '../../lib/admin/abuse/abuse.ts'
import { BlockEntry, BlockList, NewBlock } from '../../lib/admin/abuse/blocks.ts'
import { Period } from '../../lib/admin/figures.ts'
import { admin } from '../../lib/http/access.ts'
import { routesOf } from '../../lib/http/route.ts'
import type { adminServices } from '../../lib/services/admin.ts'

const route = routesOf<Pick<ReturnType<typeof adminServices>, 'abuse'>>()

const BlockPath = z.object({ id: z.uuidv4().check(z.toLowerCase()) })

/** The names of its schemas in the OpenAPI document. */
export const abuseSchemas = { Abuse, BlockEntry, BlockList, NewBlock }

export const abuseRoutes = [
  route({
    method: 'GET',
    path: '/v1/admin/abuse',
    id: 'getAbuse',
    tag: 'Administration',
    summary: 'See who was turned away, by network, day and reason',
    description: 'Whole addresses are kept nowhere: a network is a /24 of IPv4 or a /48 of IPv6.',
    access: admin,
    query: Period,
    replies: { 200: { description: 'Callers who were turned away', schema: Abuse } },
    handle: async ({ services, query }) => ({
      status: 200,
      body: await services.abuse.read(query.days),
    }),
  }),

  route({
    method: 'GET',
    path: '/v1/admin/blocks',
    id: 'listBlocks',
    tag: 'Administration',
    summary: 'List who is blocked',
    access: admin,
    replies: { 200: { description: 'At most 200, the latest first', schema: BlockList } },
    handle: async ({ services }) => ({ status: 200, body: await services.abuse.blocks() }),
  }),

  route({
    method: 'POST',
    path: '/v1/admin/blocks',
    id: 'block',
    tag: 'Administration',
    summary: 'Block a session or a network for a time',
    description:
      'In force within a minute everywhere. Readers of it get a 429 problem that says until when; the admin routes stay open.',
    access: admin,
    body: NewBlock,
    replies: { 201: { description: 'Who is blocked', schema: BlockEntry } },
    problems: ['conflict', 'unavailable'],
    handle: async ({ services, body, c }) => ({
      status: 201,
      body: await services.abuse.block(body, c.var.member?.name ?? 'unknown'),
      location: '/v1/admin/blocks',
    }),
  }),

  route({
    method: 'DELETE',
    path: '/v1/admin/blocks/{id}',
    id: 'unblock',
    tag: 'Administration',
    summary: 'Unblock a session or a network',
    access: admin,
    params: BlockPath,
    replies: { 204: { description: 'It is open again within a minute' } },
    problems: ['not-found', 'unavailable'],
    async handle({ services, params }) {
      await services.abuse.unblock(params.id)
      return { status: 204 }
    },
  }),
]
