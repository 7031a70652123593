import * as z from 'zod/mini'
import { textWithin } from './bounded-reply.ts'

const Reply = z.object({ result: z.unknown() })

export interface QdrantDoorOptions {
  /** May have a path; without a port it is the protocol's own. */
  url: string
  apiKey: string
  timeoutMs: number
}

/** A request that Qdrant did not do, with the beginning of what it said. */
export class QdrantError extends Error {
  readonly status: number

  constructor(status: number, reply: string) {
    super(`Qdrant answered ${status} ${reply.slice(0, 500)}`.trimEnd())
    this.status = status
  }
}

export type QdrantDoor = ReturnType<typeof createQdrantDoor>

/** Does requests as `createQdrantReplies` does, and gives what each results in. */
export function createQdrantDoor(options: QdrantDoorOptions) {
  const replyTo = createQdrantReplies(options)
  return async (...asked: Parameters<typeof replyTo>): Promise<unknown> =>
    Reply.parse(readExactly(await replyTo(...asked))).result
}

/**
 * The one way to Qdrant's REST API. By fetch and not by Qdrant's client: that cannot be called off,
 * calls a function for each of a vector's numbers to find the bigints among them, and every function
 * that only erases would carry it.
 */
export function createQdrantReplies({ url, apiKey, timeoutMs }: QdrantDoorOptions) {
  const base = url.replace(/\/+$/, '')
  const headers = { 'api-key': apiKey, 'content-type': 'application/json' }

  /** Does a request, given up after `timeoutMs`, and gives the reply; a string is JSON already. */
  return async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    signal?: AbortSignal,
    mostBytes?: number,
  ): Promise<string> => {
    const timeout = AbortSignal.timeout(timeoutMs)
    const response = await fetch(`${base}${path}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    const reply = await textWithin(response, mostBytes)
    if (!response.ok) throw new QdrantError(response.status, reply)
    return reply
  }
}

/**
 * Ids have 63 bits: one that a number would round is read as its digits. Within a string the quotes
 * around these names are escaped.
 */
export const readExactly = (reply: string): unknown => JSON.parse(reply.replace(longId, '$1"$2"'))

const longId = /("(?:id|next_page_offset)":)(\d{16,19})/g

const texts = new WeakMap<number[], string>()

/**
 * An object as JSON, with a vector before what else it holds. A vector is written once: a question's is
 * searched for twice, and kept.
 */
export function withVector(name: 'query' | 'vector', vector: number[], rest: object): string {
  const text = texts.get(vector) ?? JSON.stringify(vector)
  texts.set(vector, text)
  return `{"${name}":${text},${JSON.stringify(rest).slice(1)}`
}

/** A collection's path, or that of what is below it. */
export const collectionPath = (collection: string, below = '') =>
  `/collections/${encodeURIComponent(collection)}${below}`

/** What a request gives, or undefined where Qdrant answers with this status. */
export async function unless<T>(status: number, request: Promise<T>): Promise<T | undefined> {
  try {
    return await request
  } catch (error) {
    if (error instanceof QdrantError && error.status === status) return undefined
    throw error
  }
}
