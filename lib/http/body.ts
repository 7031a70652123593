import type { Context } from 'hono'
import * as z from 'zod/mini'
import { Problem } from '../problem.ts'
import type { AppEnv } from './app-env.ts'
import { parsed } from './valid.ts'

/** The most bytes of a body, unless its route says otherwise. */
const usualBytes = 64 * 1024

/** How deep arrays and objects may be nested; what is read recursively stays far from its limits. */
const mostLevels = 20

/** A body without any field, or none at all. */
export const NoFields = z.strictObject({})

/** A body that a route takes: how it is described, how long it may be, and what is made of it. */
export interface Body<T> {
  schema: z.ZodMiniType
  maxBytes: number | ((c: Context<AppEnv>) => number)
  parse: (json: unknown, c: Context<AppEnv>) => T
  /** Whether JSON that is called text/plain is taken too. */
  isPlainTextToo?: boolean
  /** Texts that are taken as they are, by their media type, and what JSON would say the same. */
  texts?: { types: Record<string, string>; toJson: (text: string, type: string) => unknown }
}

/** A body of JSON that `schema` checks. */
export const jsonBody = <S extends z.ZodMiniType>(
  schema: S,
  maxBytes = usualBytes,
): Body<z.output<S>> => ({ schema, maxBytes, parse: (json) => parsed('body', schema, json) })

/** A body's value and its bytes: 413 too long, 415 not called JSON, 400 no JSON, 422 by its fields. */
export async function readBody<T>(c: Context<AppEnv>, body: Body<T>) {
  const maxBytes = typeof body.maxBytes === 'number' ? body.maxBytes : body.maxBytes(c)
  const bytes = await readBytes(c.req.raw, maxBytes)
  const type = typeOf(c, body)
  const named = type?.split(';')[0]?.trim().toLowerCase() ?? ''
  const isText = body.texts !== undefined && Object.hasOwn(body.texts.types, named)
  const json = isText ? body.texts?.toJson(readUtf8(bytes), named) : readJson(type, bytes)
  return { bytes, value: body.parse(json, c) }
}

function typeOf(c: Context<AppEnv>, { isPlainTextToo }: Pick<Body<unknown>, 'isPlainTextToo'>) {
  const type = c.req.header('content-type')
  const isPlain = type !== undefined && /^text\/plain\s*(;|$)/i.test(type)
  return isPlainTextToo && isPlain ? 'application/json' : type
}

/** A body's bytes; a problem where they are more than these, or end before they should. */
export async function readBytes(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.byteLength
      if (length > maxBytes) break
      chunks.push(chunk)
    }
  } catch {
    // The caller's connection broke: that is no failure of ours, and nobody may hear the reply.
    throw new Problem('malformed-json', 'The body ended before it was complete.')
  }
  if (length > maxBytes) throw tooLarge(maxBytes)
  const [only] = chunks
  return chunks.length === 1 && only ? only : joined(chunks, length)
}

const tooLarge = (maxBytes: number) =>
  new Problem('body-too-large', `A body may have at most ${maxBytes} bytes here.`)

function joined(chunks: Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

function readJson(type: string | undefined, bytes: Uint8Array): unknown {
  if (type === undefined && bytes.byteLength === 0) return {}
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type ?? '')) {
    throw new Problem(
      'unsupported-media-type',
      'Send the body with content-type: application/json.',
    )
  }
  const value = parseJson(bytes)
  if (isDeeperThan(mostLevels, value)) {
    const message = `Must not be nested more than ${mostLevels} levels deep`
    throw new Problem('invalid-request', `The body: ${message}.`, {
      errors: [{ location: 'body', message }],
    })
  }
  return value
}

function readUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    // The decoder's own words say nothing that helps.
    throw new Problem('malformed-json', 'The body could not be read as text in UTF-8.')
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes))
  } catch {
    // The parser's own words would repeat the caller's body.
    throw new Problem('malformed-json', 'The body could not be read as JSON in UTF-8.')
  }
}

/** Goes no deeper than it has to: the depth of what is given may be anything. */
function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((inner) => isDeeperThan(levels - 1, inner))
}
