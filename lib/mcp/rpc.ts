import * as z from 'zod/mini'

/** A JSON-RPC message of a client: a request, a notification without an id, or a reply to one of ours. */
export const RpcMessage = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: z.optional(z.union([z.string().check(z.maxLength(1000)), z.int()])),
  method: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  params: z.optional(z.record(z.string(), z.unknown())),
})

export type RpcMessage = z.infer<typeof RpcMessage>

/** The specification's codes. */
export const codes = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  headerMismatch: -32020,
  unsupportedVersion: -32022,
} as const

/** A request that cannot be served, by the specification's code; `message` says what to do. */
export class RpcError extends Error {
  override readonly name = 'RpcError'
  readonly code: number
  readonly details: Record<string, unknown> | undefined

  constructor(code: number, message: string, details?: Record<string, unknown>) {
    super(message)
    this.code = code
    this.details = details
  }
}
