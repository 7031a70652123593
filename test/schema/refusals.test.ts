import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PGlite } from '@electric-sql/pglite'
import { NeonDbError, neon, neonConfig } from '@neondatabase/serverless'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { startCloud } from '../../dev/cloud/cloud.ts'
import { applySchema } from '../../dev/suite/apply-schema.ts'
import { statements } from '../../dev/suite/migrations.ts'
import { toRefusal } from '../../dev/suite/schema-refused.ts'
import { bookPath } from '../support/book.ts'
import { createDatabase, testServer } from '../support/fresh-database.ts'

const toUndo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const undo of toUndo.splice(0).reverse()) await undo()
})

/** The local cloud over the database at this address, which may be none. */
async function over(databaseUrl: string) {
  const cloud = await startCloud({ docs: bookPath, only: ['neon'], real: { databaseUrl } })
  toUndo.push(cloud.close)
  const { DATABASE_URL = '', NEON_HTTP_URL: httpUrl } = cloud.settings
  const apply = () => applySchema({ databaseUrl: DATABASE_URL, httpUrl })
  neonConfig.fetchEndpoint = httpUrl ?? ''
  return { apply, sql: neon(DATABASE_URL) }
}

async function asSuperuser(url: string, ...commands: string[]) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const command of commands) await client.query(command)
  await client.end()
}

/** A new database, and in it a user who may do what is granted and nothing else. */
async function aUser(granted: (user: string, database: string) => string[]) {
  const server = testServer ?? ''
  const database = await createDatabase(server)
  toUndo.push(database.drop)
  const user = `limited_${randomUUID().replaceAll('-', '')}`
  const url = new URL(database.url)
  await asSuperuser(
    database.url,
    `create role ${user} login password 'limited' nosuperuser nocreaterole nocreatedb`,
    ...granted(user, url.pathname.slice(1)),
  )
  toUndo.splice(-1, 0, () => asSuperuser(server, `drop role ${user}`))
  url.username = user
  url.password = 'limited'
  return url
}

describe.skipIf(testServer === undefined)('on a real PostgreSQL', () => {
  test('a user who may not add extensions', async () => {
    const url = await aUser((user) => [`grant create on schema public to ${user}`])
    const { apply } = await over(url.href)
    await expect(apply()).rejects.toThrow(
      /^The user of DATABASE_URL may not add extensions: have an administrator run "create extension vector" in this database, then run npm run db:apply again.$/,
    )
  })

  test('a user who may not create tables', async () => {
    const url = await aUser(() => ['create extension vector'])
    const { apply } = await over(url.href)
    await expect(apply()).rejects.toThrow(
      /^The user of DATABASE_URL may not create tables: have an administrator run "grant create, usage on schema public" to that user, then run npm run db:apply again.$/,
    )
  })

  test('a user who may not create roles, where the dashboards’ role is not there yet', async () => {
    const url = await aUser((user, database) => [
      'create extension vector',
      `alter database ${database} owner to ${user}`,
    ])
    const { sql } = await over(url.href)
    const schema = await readFile(new URL('../../schema.sql', import.meta.url), 'utf8')
    const creating = statements(schema).find((one) => one.includes('create role dashboard_reader'))
    // Roles are the whole server's, and other tests have made this one.
    const another = creating?.replaceAll('dashboard_reader', `reader_${Date.now()}`) ?? ''
    const error = await sql.query(another).catch((reason: unknown) => reason)
    expect(toRefusal(error).message).toBe(
      'The user of DATABASE_URL may not create roles: have an administrator run "create role dashboard_reader nologin", then run npm run db:apply again.',
    )
  })

  test('an owner who is no superuser brings it up where both are there, and nothing is left half done', async () => {
    const url = await aUser((user, database) => [
      `alter database ${database} owner to ${user}`,
      `do $$ begin create role dashboard_reader nologin; exception when duplicate_object or unique_violation then null; end $$`,
      'create extension vector',
    ])
    const { apply, sql } = await over(url.href)
    await apply()
    expect(await sql`select count(*)::int as n from documents`).toEqual([{ n: 0 }])
  })

  test('a wrong password, and a database that is not there', async () => {
    const url = new URL(testServer ?? '')
    url.pathname = '/there_is_none'
    const { apply } = await over(url.href)
    await expect(apply()).rejects.toThrow(
      /^The database that DATABASE_URL names does not exist: create it, or correct the name.$/,
    )
    url.password = 'wrong'
    const other = await over(url.href)
    await expect(other.apply()).rejects.toThrow(/^The database refused the user or password/)
  })
})

test('a server without pgvector', async () => {
  const server = await PGlite.create()
  toUndo.push(() => server.close())
  const error = await server
    .query('create extension if not exists vector')
    .catch((reason) => reason)
  const { message, code } = error
  expect(toRefusal(Object.assign(new NeonDbError(message), { code })).message).toBe(
    'This PostgreSQL has no pgvector: install it (0.8 or newer) on the server, then run npm run db:apply again.',
  )
})

test.each([
  'mysql://me:secret@127.0.0.1/x',
  'https://console.neon.tech/app',
  'secret',
  'postgres://h/x',
])('what is no PostgreSQL’s address (%s), without saying it again', async (databaseUrl) => {
  const error = await applySchema({ databaseUrl }).catch((reason: unknown) => reason)
  expect(String(error)).toMatch(/DATABASE_URL is not the address of a PostgreSQL database: [^\n]+$/)
  expect(String(error)).not.toContain('secret')
})

test('an address where nobody listens, or something else than a PostgreSQL', async () => {
  const server = createServer((_, response) => response.end('Hello'))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  const url = `postgresql://me:secret@127.0.0.1:${port}/x`
  const said = async () => {
    const { apply } = await over(url)
    return String(await apply().catch((reason: unknown) => reason))
  }
  expect(await said()).toMatch(/^SchemaRefused: The database did not answer \([^\n]+$/)
  await new Promise((closed) => server.close(closed))
  expect(await said()).toBe(
    'SchemaRefused: No PostgreSQL answers where DATABASE_URL points: check its host and port, and that the server runs.',
  )
})
