import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type * as z from 'zod'
import { parseLossless, stringifyLossless } from './lossless-json.ts'
import { formatError, QdrantError } from './qdrant-errors.ts'
import type { Store } from './qdrant-store.ts'

/** Works on the store, and waits until what changed is kept; a work changes all it has to, or throws. */
export type OnStore = <T>(work: (store: Store) => T) => Promise<T>

/** The collection that the path names. */
export const nameOf = (c: Context) => c.req.param('name') ?? ''

let operations = 0
/** What Qdrant says of a change that is done. */
export const updated = () => ({ operation_id: operations++, status: 'completed' })

/** The body, read by a schema; what does not fit is a 400 in Qdrant's words. */
export async function body<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await json(c))
  if (!parsed.success) throw formatError(parsed.error)
  return parsed.data
}

async function json(c: Context): Promise<unknown> {
  try {
    return parseLossless(await c.req.text())
  } catch (error) {
    throw new QdrantError(
      400,
      `Format error in JSON body: ${error instanceof Error ? error.message : ''}`,
    )
  }
}

/** A result in Qdrant's envelope. */
export const ok = (c: Context, result: unknown) =>
  okWritten(c, [Buffer.from(stringifyLossless(result))])

/** A result that is JSON already, in parts. */
export function okWritten(c: Context, result: Uint8Array[]) {
  const reply = Buffer.concat([envelope.opening, ...result, envelope.closing])
  return c.body(reply, 200, { 'content-type': 'application/json' })
}

const envelope = {
  opening: Buffer.from('{"result":'),
  closing: Buffer.from(',"status":"ok","time":0.001}'),
}

/** An error in Qdrant's envelope. */
export function failed(error: Error, c: Context): Response {
  if (error instanceof HTTPException) return error.getResponse()
  const [status, message] =
    error instanceof QdrantError
      ? ([error.status, error.message] as const)
      : ([500, `Service internal error: ${error.message}`] as const)
  return c.json({ status: { error: message }, time: 0.001 }, status)
}
