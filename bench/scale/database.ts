import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { type MadePassage, makeBook } from '../../dev/made-book/passages.ts'
import { toRecord } from '../../dev/made-book/record.ts'
import { statements } from '../../dev/suite/migrations.ts'
import { putPassages } from '../../lib/ingest/write/stored-passages.ts'
import { createVectors } from './vectors.ts'

const passagesAtOnce = 500

export interface ScaleDatabase {
  client: pg.Client
  url: string
  /** The process of the backend that serves the client. */
  backendPid: number
  drop: () => Promise<void>
}

/** An empty database with our schema on the server that DATABASE_URL names. */
export async function createScaleDatabase(serverUrl: string): Promise<ScaleDatabase> {
  const name = `marginalia_scale_${randomBytes(4).toString('hex')}`
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

/** Fills a database with a made-up book, its vectors' index last; gives every 37th passage back. */
export async function fill({ client }: ScaleDatabase, passages: number): Promise<MadePassage[]> {
  const vectors = createVectors()
  const kept: MadePassage[] = []
  let waiting: MadePassage[] = []
  let seen = 0
  const write = async () => {
    const { text, params } = putPassages(
      waiting.map((passage) => toRecord(passage, vectors.ofPassage(passage))),
      'made',
    )
    waiting = []
    await client.query(text, params)
  }
  await client.query('drop index documents_embedding')
  for (const page of makeBook(passages).pages()) {
    for (const passage of page) if (seen++ % 37 === 0) kept.push(passage)
    waiting.push(...page)
    if (waiting.length >= passagesAtOnce) await write()
  }
  if (waiting.length > 0) await write()
  await client.query("set maintenance_work_mem = '1GB'")
  await client.query(`create index documents_embedding on documents
    using hnsw ((embedding::halfvec(1024)) halfvec_cosine_ops)`)
  await client.query('vacuum analyze')
  return kept
}
