import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { statements } from '../suite/migrations.ts'

export interface MadeDatabase {
  client: pg.Client
  url: string
  /** The process of the backend that serves the client. */
  backendPid: number
  drop: () => Promise<void>
}

/** An empty database with our schema on the server that DATABASE_URL names. */
export async function createMadeDatabase(serverUrl: string): Promise<MadeDatabase> {
  const name = `marginalia_made_${randomBytes(4).toString('hex')}`
  const admin = new pg.Client({ connectionString: serverUrl })
  await admin.connect()
  await admin.query(`create database ${name}`)
  // What a question costs, not how many cores take part in it.
  await admin.query(`alter database ${name} set max_parallel_workers_per_gather = 0`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  const schema = await readFile(new URL('../../schema.sql', import.meta.url), 'utf8')
  for (const statement of statements(schema)) await client.query(statement)
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return {
    client,
    url: url.href,
    backendPid: rows[0]?.pid ?? 0,
    drop: async () => {
      await client.end()
      await admin.query(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}
