import type { Context } from 'hono'
import * as z from 'zod/mini'
import { revisionOf, stateless } from '../../mcp/revisions.ts'
import { codes, RpcError, RpcMessage } from '../../mcp/rpc.ts'
import type { McpServer } from '../../mcp/server.ts'
import type { Problem } from '../../problem.ts'
import { Problem as Refused } from '../../problem.ts'
import { type Access, bearer, guesses, isSameSecret, noteGroups, shownSession } from '../access.ts'
import { callerAddress } from '../address.ts'
import type { AppEnv } from '../app-env.ts'
import type { Body } from '../body.ts'
import { searches } from '../limited.ts'
import { routesOf } from '../route.ts'
import type { ProblemFormat } from './problem-format.ts'

const mostBytes = 64 * 1024

/** A reply to a request of the Model Context Protocol. */
export const RpcReply = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.optional(z.union([z.string(), z.int(), z.null()])),
  result: z.optional(z.record(z.string(), z.unknown())),
  error: z.optional(
    z.object({ code: z.int(), message: z.string(), data: z.optional(z.unknown()) }),
  ),
})

/** Lets readers with a session's token through, and anyone else, or the holder of MCP_TOKEN where there is one. */
const agent: Access<string | undefined> = {
  secrets: [],
  async check(c) {
    const { MCP_TOKEN: expected } = c.var.settings
    const given = bearer(c)
    if (expected !== undefined && given !== undefined) {
      c.var.gate.requireOpen(guesses(c, 'tokens'))
      if (await isSameSecret(given, expected)) return undefined
    }
    const session = await shownSession(c)
    noteGroups(c, session)
    if (session || expected === undefined) return session && given
    if (given !== undefined) c.var.gate.count(guesses(c, 'tokens'))
    throw new Refused('unauthorized', unauthorized)
  },
}

const unauthorized = 'Send MCP_TOKEN, or a session token, as Authorization: Bearer <token>.'

const body: Body<RpcMessage> = {
  schema: RpcMessage,
  maxBytes: mostBytes,
  parse(json) {
    const message = RpcMessage.safeParse(json)
    if (message.success) return message.data
    throw new Refused('invalid-request', whatIsWrong(json))
  },
}

const whatIsWrong = (json: unknown) =>
  Array.isArray(json)
    ? 'Send one JSON-RPC message in each request: batches are not taken.'
    : 'Send a JSON-RPC 2.0 message: {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}.'

const codeOf: Partial<Record<Problem['type'], number>> = {
  'malformed-json': codes.parseError,
  'invalid-request': codes.invalidRequest,
  'body-too-large': codes.invalidRequest,
  'unsupported-media-type': codes.invalidRequest,
  internal: codes.internal,
}
// JSON-RPC leaves the codes from -32000 down to its servers.
const refusedCode = -32000

/** A problem as JSON-RPC tells of one; its public name stands in `data`. */
export const rpcProblemFormat: ProblemFormat = {
  mediaType: 'application/json',
  schema: RpcReply,
  statusOf: ({ type, status }) => (type === 'invalid-request' ? 400 : status),
  document: ({ type, message, options }) => ({
    jsonrpc: '2.0',
    id: null,
    error: {
      code: codeOf[type] ?? refusedCode,
      message,
      data: { type, ...(options.retryAfter !== undefined && { retry_after: options.retryAfter }) },
    },
  }),
}

/** The Model Context Protocol's route. */
export const mcpRoute = routesOf<{
  mcp: McpServer
  isLive: (session: string) => Promise<boolean>
}>()({
  method: 'POST',
  path: '/mcp',
  id: 'callMcp',
  tag: 'Agents',
  summary: 'Send a message of the Model Context Protocol',
  description:
    'Revision 2026-07-28, without a session, and clients of 2025-11-25 and 2025-06-18. Where MCP_TOKEN is set it has to be shown as a bearer token, or a session token: that reads what its reader’s groups may read.',
  access: agent,
  limit: searches,
  body,
  replies: {
    200: { description: 'The result, or an error of JSON-RPC', schema: RpcReply },
    202: { description: 'A notification is accepted' },
    400: { description: 'The message is not one of a supported revision', schema: RpcReply },
    404: { description: 'There is no such method', schema: RpcReply },
  },
  problems: ['unauthorized'],
  problemFormat: rpcProblemFormat,
  async handle({ services, settings, sessionId: token, body: message, c, afterwards }) {
    const { id, method } = message
    const { groups = [], groupsOf } = c.var
    // Where a token is asked for, that of an erased session opens nothing.
    const isAsked = settings.MCP_TOKEN !== undefined && groupsOf !== undefined
    if (isAsked && !(await services.isLive(groupsOf))) {
      throw new Refused('unauthorized', unauthorized)
    }
    let revision: string | undefined
    try {
      revision = revisionOf(message, (name) => c.req.header(name))
      // A notification asks for nothing, and neither does a reply: we ask our callers nothing.
      if (id === undefined || method === undefined) return { status: 202 }
      const caller = {
        address: callerAddress(c),
        groups,
        groupsOf,
        token,
        signal: c.req.raw.signal,
        traceparent: traceOf(message, c),
        afterwards,
      }
      const result = await services.mcp.answer(message, revision, caller)
      return { status: 200, body: { jsonrpc: '2.0', id, result } }
    } catch (error) {
      if (!(error instanceof RpcError)) throw error
      return { status: statusOf(error, revision), body: failure(error, id) }
    }
  },
})

function failure({ code, message, details }: RpcError, id: RpcMessage['id']) {
  const error = { code, message, ...(details && { data: details }) }
  return { jsonrpc: '2.0' as const, id: id ?? null, error }
}

/** What is no message of a revision is refused as a request; clients of before read errors from 200. */
function statusOf({ code }: RpcError, revision: string | undefined): 200 | 400 | 404 {
  if (revision === undefined) return 400
  return code === codes.methodNotFound && revision === stateless ? 404 : 200
}

const Traced = z.looseObject({ traceparent: z.string().check(z.maxLength(100)) })

/** A call's place in a trace, from the message or the header. */
function traceOf({ params }: RpcMessage, c: Context<AppEnv>): string | undefined {
  const given = Traced.safeParse(params?._meta)
  return given.success ? given.data.traceparent : c.req.header('traceparent')?.slice(0, 100)
}
