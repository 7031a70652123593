import * as z from 'zod/mini'
import { codes, RpcError, type RpcMessage } from './rpc.ts'

/** The revision in which every request stands alone, and those that begin with a handshake, newest first. */
export const stateless = '2026-07-28'
const withHandshake = ['2025-11-25', '2025-06-18']
export const supportedVersions = [stateless, ...withHandshake]

const versionField = 'io.modelcontextprotocol/protocolVersion'
const capabilitiesField = 'io.modelcontextprotocol/clientCapabilities'

/** Which parameter of these methods the header Mcp-Name repeats. */
const namedBy: Record<string, string> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
}

const Meta = z.looseObject({
  [versionField]: z.optional(z.unknown()),
  [capabilitiesField]: z.optional(z.unknown()),
})

/**
 * The revision that a message is of, from its headers and what it says itself. Throws an RpcError where
 * the two differ, where something is missing, and for a revision that is not known.
 */
export function revisionOf(
  message: RpcMessage,
  header: (name: string) => string | undefined,
): string {
  const given = Meta.safeParse(message.params?._meta)
  const meta = given.success ? given.data : {}
  const inBody = meta[versionField]
  const inHeader = header('mcp-protocol-version')?.trim()
  if (inHeader === undefined && inBody === undefined) return withHandshake[0] ?? stateless
  if (inHeader !== undefined && withHandshake.includes(inHeader) && inBody === undefined)
    return inHeader
  if (inBody !== undefined && inBody !== inHeader) {
    throw mismatch(`MCP-Protocol-Version must repeat _meta["${versionField}"]`)
  }
  if (inHeader !== undefined && !supportedVersions.includes(inHeader)) {
    throw new RpcError(codes.unsupportedVersion, 'This protocol version is not supported.', {
      supported: supportedVersions,
      requested: inHeader,
    })
  }
  // A notification carries what it likes; nothing follows from it.
  if (message.id === undefined) return stateless
  requireHeaders(message, header)
  for (const field of [versionField, capabilitiesField]) {
    if (meta[field] === undefined) {
      throw new RpcError(codes.invalidParams, `params._meta must have "${field}".`)
    }
  }
  return stateless
}

/** What `initialize` settles on: the version asked for, or the newest that has a handshake. */
export const negotiated = (asked: unknown): string =>
  withHandshake.find((version) => version === asked) ?? withHandshake[0] ?? stateless

function requireHeaders(
  { method, params }: RpcMessage,
  header: (name: string) => string | undefined,
) {
  if (header('mcp-method')?.trim() !== method) throw mismatch('Mcp-Method must repeat the method')
  const field = namedBy[method ?? '']
  const name = field && params?.[field]
  if (name !== undefined && decoded(header('mcp-name')?.trim()) !== name) {
    throw mismatch(`Mcp-Name must repeat params.${field}`)
  }
}

/** A header's value that is not plain ASCII stands in it as `=?base64?…?=`. */
function decoded(value: string | undefined): string | undefined {
  const [, encoded] = /^=\?base64\?(.*)\?=$/.exec(value ?? '') ?? []
  if (encoded === undefined) return value
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    // It cannot be what the body says.
    return undefined
  }
}

const mismatch = (rule: string) => new RpcError(codes.headerMismatch, `Header mismatch: ${rule}.`)
