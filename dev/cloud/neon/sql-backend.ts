import pg from 'pg'
import type { Postgres, PostgresSession } from './postgres.ts'
import type { SqlResult, SqlStatement } from './sql.ts'

export interface BatchOptions {
  isolation?: string
  readOnly: boolean
  deferrable: boolean
}

/** A database that runs single statements, each in a session of its own, and batches in a transaction. */
export interface SqlBackend {
  run(query: string, params: (string | null)[]): Promise<SqlResult>
  batch(statements: SqlStatement[], options: BatchOptions): Promise<SqlResult[]>
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
          const results = await transaction(
            session.exec,
            session.statements.run,
            statements,
            options,
          )
          isClean = statements.every(({ query }) => leavesNothing.test(query))
          return results
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
    run: (query, params) => session((client) => pgQuery(client, { query, params })),
    batch: (statements, options) =>
      session((client) =>
        transaction(
          (command) => client.query(command),
          (statement) => pgQuery(client, statement),
          statements,
          options,
        ),
      ),
    close: () => pool.end(),
  }
}

async function transaction(
  command: (text: string) => Promise<unknown>,
  send: (statement: SqlStatement) => Promise<SqlResult>,
  statements: SqlStatement[],
  { isolation, readOnly, deferrable }: BatchOptions,
): Promise<SqlResult[]> {
  const modes = [
    ...(isolation === undefined ? [] : [`ISOLATION LEVEL ${isolation}`]),
    ...(readOnly ? ['READ ONLY'] : []),
    ...(deferrable ? ['DEFERRABLE'] : []),
  ]
  await command(`BEGIN ${modes.join(', ')}`)
  const results: SqlResult[] = []
  for (const statement of statements) results.push(await send(statement))
  await command('COMMIT')
  return results
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
