import { toHex } from '../text/hash/hex.ts'

/** Where a call stands in its caller's trace. */
export interface TraceContext {
  traceId: string
  parentSpanId?: string
}

const format = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

/**
 * Reads a `traceparent` of W3C's Trace Context. A call without one begins a trace, whose id is the given
 * UUID; undefined where the caller does not record its trace, and so neither do we.
 */
export function traceContext(header: string | undefined, id: string): TraceContext | undefined {
  const [, traceId = '', parentSpanId = '', flags = ''] = format.exec(header ?? '') ?? []
  const own = { traceId: id.replaceAll('-', '') }
  if (/^0*$/.test(traceId) || /^0*$/.test(parentSpanId)) return own
  return Number.parseInt(flags, 16) & 1 ? { traceId, parentSpanId } : undefined
}

/** An id for a span. */
export const newSpanId = (): string => toHex(crypto.getRandomValues(new Uint8Array(8)).buffer)
