import * as z from 'zod/mini'
import { textWithin } from './bounded-reply.ts'
import { parameterText, readerOf } from './postgres-text.ts'

/** What the database said of a statement that it did not carry out; `code` is its SQLSTATE. */
export class PostgresError extends Error {
  override readonly name = 'PostgresError'
  /** Absent where the proxy spoke, and no database. */
  readonly code: string | undefined

  constructor(message: string, code?: string) {
    super(message)
    this.code = code
  }
}

export interface Query {
  text: string
  params: unknown[]
}

export type Row = Record<string, unknown>

// An owner's export reads many rows at once.
const usualBytes = 64 * 2 ** 20

const ErrorReply = z.object({ message: z.string(), code: z.nullish(z.string()) })
// Rows are checked by each statement's own schema, and not twice.
const Result = z.object({
  fields: z.array(z.object({ name: z.string(), dataTypeID: z.int() })),
  rows: z.custom<(string | null)[][]>(Array.isArray),
})
const Results = z.object({ results: z.array(Result) })

/**
 * Neon's SQL over HTTP, as its serverless driver speaks it: one `POST` a transaction. The driver itself
 * is 145 KB, most of it a Postgres client over WebSockets that no Worker here opens; it is what the
 * tests compare this with.
 */
export function createNeonHttp({
  url,
  httpUrl,
  mostBytes: most,
}: {
  url: string
  httpUrl?: string | undefined
  mostBytes?: number | undefined
}) {
  const endpoint = httpUrl || endpointOf(url)
  const connection = new URL(url)
  if (!connection.searchParams.has('application_name'))
    connection.searchParams.set('application_name', 'marginalia')

  async function send(
    body: unknown,
    signal: AbortSignal,
    mostBytes = most ?? usualBytes,
    headers?: Record<string, string>,
  ) {
    const reply = await fetch(endpoint, {
      method: 'POST',
      headers: {
        'neon-connection-string': connection.href,
        'neon-raw-text-output': 'true',
        'neon-array-mode': 'true',
        ...headers,
      },
      body: JSON.stringify(body),
      // The connection string goes with every request, and to nobody else.
      redirect: 'manual',
      signal,
    })
    if (!reply.ok) throw await errorOf(reply)
    return JSON.parse(await textWithin(reply, mostBytes))
  }

  return {
    /** Runs one statement and gives its rows. */
    async query(query: Query, signal: AbortSignal, mostBytes?: number): Promise<Row[]> {
      return toRows(Result.parse(await send(toBody(query), signal, mostBytes)))
    },

    /** Runs statements as one transaction, all of them or none, and gives the rows of each. */
    async transaction(
      queries: Query[],
      signal: AbortSignal,
      readOnly: boolean,
      mostBytes?: number,
    ): Promise<Row[][]> {
      const headers = { 'neon-batch-read-only': String(readOnly) }
      const reply = await send({ queries: queries.map(toBody) }, signal, mostBytes, headers)
      return Results.parse(reply).results.map(toRows)
    },
  }
}

const toBody = ({ text, params }: Query) => ({ query: text, params: params.map(parameterText) })

/** Where Neon's proxy of this database listens: `api.` in place of the host's first label. */
const endpointOf = (url: string) =>
  `https://${new URL(url).hostname.replace(/^[^.]+\./, 'api.')}/sql`

async function errorOf(reply: Response): Promise<PostgresError> {
  const text = await textWithin(reply)
  const said = reply.status === 400 ? ErrorReply.safeParse(JSON.parse(text)) : undefined
  if (!said?.success) return new PostgresError(`HTTP ${reply.status}: ${text.slice(0, 500)}`)
  return new PostgresError(said.data.message, said.data.code ?? undefined)
}

function toRows({ fields, rows }: z.infer<typeof Result>): Row[] {
  const columns = fields.map(({ name, dataTypeID }) => ({ name, read: readerOf(dataTypeID) }))
  return rows.map((values) => {
    const row: Row = {}
    columns.forEach(({ name, read }, index) => {
      const text = values[index]
      row[name] = text === null || text === undefined ? null : read(text)
    })
    return row
  })
}
