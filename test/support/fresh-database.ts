import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { type Cloud, startCloud } from '../../dev/cloud/cloud.ts'
import type { CloudOptions } from '../../dev/cloud/options.ts'

/** The server on which tests may make databases of their own; PGlite is used where there is none. */
export const testServer = process.env.TEST_DATABASE_URL || undefined

/** A cloud whose Postgres is PGlite or, where a server is given, a new database on it. */
export async function startCloudOnFreshDatabase(
  options: CloudOptions,
  server = testServer,
): Promise<Cloud> {
  if (server === undefined) return await startCloud(options)
  const database = await createDatabase(server)
  const cloud = await startCloud({
    ...options,
    real: { ...options.real, databaseUrl: database.url },
  })
  return { ...cloud, close: () => cloud.close().then(database.drop) }
}

/** Makes an empty database on the server, which `drop` removes, whoever is still connected to it. */
export async function createDatabase(server: string) {
  const name = `marginalia_test_${randomUUID().replaceAll('-', '')}`
  await onServer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(server, `drop database ${name} with (force)`) }
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
