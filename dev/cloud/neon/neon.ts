import { Hono } from 'hono'
import * as z from 'zod'
import type { ServiceEnv } from '../stand-in/service.ts'
import type { BatchOptions, SqlBackend } from './sql-backend.ts'

const Statement = z.strictObject({
  query: z.string(),
  params: z.array(z.string().nullable()).default([]),
})
const Body = z.union([Statement, z.strictObject({ queries: z.array(Statement) })])

const isolationLevels: Record<string, string> = {
  ReadUncommitted: 'READ UNCOMMITTED',
  ReadCommitted: 'READ COMMITTED',
  RepeatableRead: 'REPEATABLE READ',
  Serializable: 'SERIALIZABLE',
}

/** Neon's SQL over HTTP, as its serverless driver speaks it: `POST /sql`. */
export function createNeonApp(backend: SqlBackend, connectionString: string) {
  return new Hono<ServiceEnv>().post('/sql', async (c) => {
    const refusal = refusedConnection(c.req.header('neon-connection-string'), connectionString)
    if (refusal) return c.json(refusal, 400)
    const body = Body.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success)
      return c.json({ message: `invalid request body: ${body.error.message}` }, 400)
    const json = { 'content-type': 'application/json' }
    try {
      if (!('queries' in body.data)) {
        return c.body(await backend.run(body.data.query, body.data.params), 200, json)
      }
      const options = batchOptions((name) => c.req.header(name))
      return c.body(await backend.batch(body.data.queries, options), 200, json)
    } catch (error) {
      // Whatever the database throws is the caller's answer, as on Neon.
      return c.json(toNeonError(error), 400)
    }
  })
}

/** Neon's reply while the fault switch asks for an error. */
export function neonRefusal(status: 429 | 500): Response {
  const message = status === 429 ? 'Too many connection attempts' : 'Internal Server Error'
  return Response.json({ message, 'neon:retryable': status === 429 }, { status })
}

function refusedConnection(given: string | undefined, expected: string) {
  if (given === expected) return undefined
  if (given === undefined) return { message: 'missing neon-connection-string header' }
  if (!URL.canParse(given)) return { message: 'invalid connection string' }
  const { username, password } = new URL(given)
  const own = new URL(expected)
  if (username === own.username && password === own.password) return undefined
  const message = `password authentication failed for user '${decodeURIComponent(username)}'`
  return { message, code: '28P01', severity: 'FATAL' }
}

function batchOptions(header: (name: string) => string | undefined): BatchOptions {
  const isolation = isolationLevels[header('neon-batch-isolation-level') ?? '']
  return {
    ...(isolation !== undefined && { isolation }),
    readOnly: header('neon-batch-read-only') === 'true',
    deferrable: header('neon-batch-deferrable') === 'true',
  }
}

const errorFields = [
  'message',
  'code',
  'severity',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
]

function toNeonError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) throw error
  const given = new Map<string, unknown>(Object.entries(error)).set('message', error.message)
  return Object.fromEntries(errorFields.map((name) => [name, given.get(name)]))
}
