import * as z from 'zod/mini'
import { getPrompt, promptList } from './prompts.ts'
import type { Reading } from './reading.ts'
import type { createResources } from './resources.ts'
import { negotiated, stateless, supportedVersions } from './revisions.ts'
import { codes, RpcError, type RpcMessage } from './rpc.ts'
import { type CalledTool, type Caller, callTool, type Reader } from './tool.ts'

// A list is as the index is: a run may change it, a minute late does no harm.
const keptMs = 60_000
const mostCompletions = 100

const info = { name: 'marginalia', title: 'Marginalia', version: '1.0.0' }

const instructions =
  'A book, and answers from it. Start with search; read what it finds; use find for exact names. ask gives an answer whose claims have verdicts: repeat verified ones, with their URLs. Report what is wrong or missing with report_problem.'

const capabilities = { tools: {}, resources: {}, prompts: {}, completions: {} }

const ToolCall = z.looseObject({ name: z.string(), arguments: z.optional(z.unknown()) })
const Completion = z.looseObject({
  ref: z.looseObject({ type: z.string() }),
  argument: z.looseObject({ name: z.string(), value: z.string().check(z.maxLength(1000)) }),
})

export interface McpDeps {
  tools: CalledTool[]
  /** Every tool that there can be, as `tools/list` shows it. */
  listed: () => Promise<readonly { name: string }[]>
  resources: ReturnType<typeof createResources>
  pathsLike: Reading['pathsLike']
}

export type McpServer = ReturnType<typeof createMcpServer>

/** Serves the methods of the Model Context Protocol, each request on its own. */
export function createMcpServer({ tools, listed, resources, pathsLike }: McpDeps) {
  const byName = new Map(tools.map((one) => [one.name, one]))

  /** Methods of all revisions. `cacheable` results say how long they may be kept. */
  async function serve(method: string, params: unknown, caller: Caller) {
    switch (method) {
      case 'tools/list':
        return cacheable({ tools: (await listed()).filter(({ name }) => byName.has(name)) })
      case 'tools/call':
        return await call(params, caller)
      case 'resources/list':
        return cacheable(await resources.list(params, caller), caller)
      case 'resources/templates/list':
        return cacheable(resources.templates())
      case 'resources/read':
        return cacheable(await resources.read(params, caller), caller)
      case 'prompts/list':
        return cacheable(promptList())
      case 'prompts/get':
        return getPrompt(params)
      case 'completion/complete':
        return await complete(params, caller)
      default:
        return undefined
    }
  }

  async function call(params: unknown, caller: Caller) {
    const { success, data } = ToolCall.safeParse(params)
    const called = success ? byName.get(data.name) : undefined
    if (!called) {
      const names = tools.map(({ name }) => name).join(', ')
      throw new RpcError(codes.invalidParams, `There is no such tool: there are ${names}.`)
    }
    return await callTool(called, data?.arguments, caller)
  }

  async function complete(params: unknown, caller: Caller) {
    const { success, data } = Completion.safeParse(params)
    if (!success) throw new RpcError(codes.invalidParams, 'params must have ref and argument.')
    const { name, value } = data.argument
    const found = name === 'path' ? await pathsLike(value, mostCompletions + 1, caller) : []
    const values = found.slice(0, mostCompletions)
    return { completion: { values, total: found.length, hasMore: found.length > values.length } }
  }

  return {
    /** The result of a request of this revision. Throws an RpcError. */
    async answer(
      { method = '', params }: RpcMessage,
      revision: string,
      caller: Caller,
    ): Promise<Record<string, unknown>> {
      const isStateless = revision === stateless
      const shaken = isStateless ? discover(method) : shakeHands(method, params)
      const result = shaken ?? (await serve(method, params, caller))
      if (!result) {
        throw new RpcError(codes.methodNotFound, `There is no method ${method.slice(0, 100)} here.`)
      }
      return isStateless ? whole(result) : withoutHints(result)
    },
  }
}

/** What only readers of some groups are given is nobody else's to keep. */
const cacheable = <Result extends object>(result: Result, { groups }: Reader = everybody) => ({
  ...result,
  ttlMs: keptMs,
  cacheScope: groups.length === 0 ? 'public' : 'private',
})

const everybody: Reader = { groups: [] }

function discover(method: string) {
  if (method !== 'server/discover') return undefined
  return cacheable({ supportedVersions, capabilities, instructions })
}

function shakeHands(method: string, params: RpcMessage['params']) {
  if (method === 'ping') return {}
  if (method !== 'initialize') return undefined
  const protocolVersion = negotiated(params?.protocolVersion)
  return { protocolVersion, capabilities, serverInfo: info, instructions }
}

const whole = (result: object) => ({
  ...result,
  resultType: 'complete',
  _meta: { 'io.modelcontextprotocol/serverInfo': info },
})

/** Earlier revisions know no hints on caching. */
function withoutHints({ ttlMs: _, cacheScope: __, ...result }: Record<string, unknown>) {
  return result
}
