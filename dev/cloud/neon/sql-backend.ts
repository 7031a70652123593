import pg from 'pg'
import type { Postgres, PostgresSession } from './postgres.ts'
import type { WrittenResult } from './prepared-statements.ts'
import type { SqlResult, SqlStatement } from './sql.ts'

export interface BatchOptions {
  isolation?: string
  readOnly: boolean
  deferrable: boolean
}

/** JSON as text, or in UTF-8. */
export type Json = string | Uint8Array<ArrayBuffer>

/**
 * A database that runs single statements, each in a session of its own, and batches in a transaction.
 * Results are the JSON that Neon replies: thousands of small texts are slow to hand to another thread.
 */
export interface SqlBackend {
  run(query: string, params: (string | null)[]): Promise<Json>
  batch(statements: SqlStatement[], options: BatchOptions): Promise<Json>
  close(): Promise<void>
}

/** Runs Neon's statements on PGlite. */
export function pgliteBackend({ exclusive }: Postgres): SqlBackend {
  return {
    run: (query, params) =>
      exclusive(async (session) => {
        try {
          return await session.statements.run({ query, params })
        } finally {
          if (!leavesNothing.test(query)) await forgetSession(session)
        }
      }),
    batch: (statements, options) =>
      exclusive(async (session) => {
        let isClean = false
        try {
          const results = await pgliteTransaction(session, statements, options)
          isClean = statements.every(({ query }) => leavesNothing.test(query))
          return together(results)
        } finally {
          if (!isClean) await forgetSession(session)
        }
      }),
    close: async () => {},
  }
}

/** Runs Neon's statements on a real Postgres. */
export function postgresBackend(connectionString: string): SqlBackend {
  const pool = new pg.Pool({ connectionString })
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  const session = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect()
    try {
      return await work(client)
    } finally {
      const forgotten = client.query('ROLLBACK').then(() => client.query('DISCARD ALL'))
      await forgotten.then(
        () => client.release(),
        (error: Error) => client.release(error),
      )
    }
  }
  return {
    run: (query, params) =>
      session(async (client) => JSON.stringify(await pgQuery(client, { query, params }))),
    batch: (statements, options) =>
      session(async (client) => {
        const results = await transaction(
          (command) => client.query(command),
          (statement) => pgQuery(client, statement),
          statements,
          options,
        )
        return JSON.stringify({ results })
      }),
    close: () => pool.end(),
  }
}

const together = (results: WrittenResult[]) =>
  Buffer.concat([
    mark.opening,
    ...results.flatMap((result, at) => (at > 0 ? [mark.comma, result] : [result])),
    mark.closing,
  ])

const mark = {
  opening: Buffer.from('{"results":['),
  comma: Buffer.from(','),
  closing: Buffer.from(']}'),
}

/** A transaction in one message, once each of its statements has been run before. */
async function pgliteTransaction(
  { statements: prepared }: PostgresSession,
  statements: SqlStatement[],
  options: BatchOptions,
): Promise<WrittenResult[]> {
  const plain = (query: string) => ({ query, params: [] })
  const all = [plain(beginning(options)), ...statements, plain('COMMIT')]
  const results = await prepared.runAtOnce(all)
  if (results) return results.slice(1, -1)
  return await transaction(
    (command) => prepared.run(plain(command)),
    prepared.run,
    statements,
    options,
  )
}

async function transaction<Result>(
  command: (text: string) => Promise<unknown>,
  send: (statement: SqlStatement) => Promise<Result>,
  statements: SqlStatement[],
  options: BatchOptions,
): Promise<Result[]> {
  await command(beginning(options))
  const results: Result[] = []
  for (const statement of statements) results.push(await send(statement))
  await command('COMMIT')
  return results
}

function beginning({ isolation, readOnly, deferrable }: BatchOptions): string {
  const modes = [
    ...(isolation === undefined ? [] : [`ISOLATION LEVEL ${isolation}`]),
    ...(readOnly ? ['READ ONLY'] : []),
    ...(deferrable ? ['DEFERRABLE'] : []),
  ]
  return `BEGIN ${modes.join(', ')}`
}

const asText = (value: string) => value

// Of all that PGlite does, forgetting a session in which nothing was set is not the least.
const leavesNothing =
  /^\s*(?:select|insert|update|delete|with)\b(?!.*(?:set_config|advisory|currval|lastval))/is

async function forgetSession({ statements, exec }: PostgresSession): Promise<void> {
  // A failed batch or a lone BEGIN leaves a transaction open, which refuses all that follows.
  await exec('ROLLBACK')
  await statements.forget()
  await exec('DISCARD ALL')
}

async function pgQuery(client: pg.PoolClient, { query, params }: SqlStatement): Promise<SqlResult> {
  const config: pg.QueryArrayConfig & { queryMode: 'extended' } = {
    text: query,
    values: params,
    rowMode: 'array',
    types: { getTypeParser: () => asText },
    // Without parameters pg would use the simple protocol, which takes several statements at once.
    queryMode: 'extended',
  }
  const { command, rowCount, rows, fields } = await client.query<(string | null)[]>(config)
  return { command, rowCount: rowCount ?? 0, rowAsArray: true, rows, fields }
}
