import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { createExclusive } from '../stand-in/exclusive.ts'
import { toBinaryVectors } from './binary-vectors.ts'
import { type Binders, createPreparedStatements } from './prepared-statements.ts'

export type Postgres = Awaited<ReturnType<typeof openPostgres>>

/** PGlite's one session, while it is somebody's. */
export type PostgresSession = Parameters<Parameters<Postgres['exclusive']>[0]>[0]

export interface PostgresPlace {
  dataDir?: string | undefined
  archive?: string | undefined
}

/**
 * Opens PGlite with pgvector, in `dataDir` or in memory; a new one begins with what `archive` holds,
 * or empty. It has one session, so whoever runs
 * several statements that belong together takes it with `exclusive`.
 */
export async function openPostgres({ dataDir, archive }: PostgresPlace = {}) {
  if (dataDir !== undefined) mkdirSync(dirname(dataDir), { recursive: true })
  const isNew = dataDir === undefined || !existsSync(join(dataDir, 'PG_VERSION'))
  const database = await PGlite.create({
    ...(dataDir !== undefined && { dataDir }),
    ...(isNew && { loadDataDir: new Blob([readFileSync(archive ?? (await template()))]) }),
    extensions: { vector },
  })
  const statements = createPreparedStatements(database, await vectorBinders(database))
  const session = { statements, exec: (sql: string) => database.exec(sql) }
  const inTurn = createExclusive()
  return {
    database,
    exclusive: <T>(work: (one: typeof session) => Promise<T>) => inTurn(() => work(session)),
    close: () => inTurn(() => database.close()),
  }
}

// The types of an extension have numbers of their own in every database.
async function vectorBinders(database: PGlite): Promise<Binders> {
  const { rows } = await database.query<{ oid: number; typarray: number }>(
    `select oid::int, typarray::int from pg_type where typname = 'vector'`,
  )
  return new Map(rows.map(({ oid, typarray }) => [typarray, (text) => toBinaryVectors(text, oid)]))
}

/**
 * The path of a fresh database's archive. Making one takes seconds and half a gigabyte of memory
 * that WebAssembly never gives back, so a process of its own does it, once per version of PGlite.
 */
async function template(): Promise<string> {
  const require = createRequire(import.meta.url)
  const modules = dirname(dirname(dirname(dirname(require.resolve('@electric-sql/pglite')))))
  const manifest: { version: string } = JSON.parse(
    readFileSync(join(modules, '@electric-sql/pglite/package.json'), 'utf8'),
  )
  const path = join(modules, '.cache/marginalia', `pglite-${manifest.version}.tar`)
  if (!existsSync(path)) {
    const maker = fileURLToPath(new URL('./postgres-template.ts', import.meta.url))
    await promisify(execFile)(process.execPath, [maker, path])
  }
  return path
}
