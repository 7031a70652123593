import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { PGlite, type Results, type Transaction } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { toBinaryVectors } from './binary-vectors.ts'
import { createExclusive } from './exclusive.ts'

export type Postgres = Awaited<ReturnType<typeof openPostgres>>

/**
 * Opens PGlite with pgvector, in `dataDir` or in memory. It has one session, so whoever runs
 * several statements that belong together takes it with `exclusive`.
 */
export async function openPostgres(dataDir?: string) {
  if (dataDir !== undefined) mkdirSync(dirname(dataDir), { recursive: true })
  const isNew = dataDir === undefined || !existsSync(join(dataDir, 'PG_VERSION'))
  const database = await PGlite.create({
    ...(dataDir !== undefined && { dataDir }),
    ...(isNew && { loadDataDir: new Blob([readFileSync(await template())]) }),
    extensions: { vector },
  })
  passText(database)
  await passVectors(database)
  const inTurn = createExclusive()
  return {
    database,
    exclusive: <T>(work: (database: PGlite) => Promise<T>) => inTurn(() => work(database)),
    close: () => inTurn(() => database.close()),
  }
}

const asText = (value: string) => value

// Neon passes values as text both ways and leaves reading them to its driver.
function passText({ parsers, serializers }: PGlite): void {
  for (const type of Object.keys(parsers)) parsers[type] = asText
  for (const type of Object.keys(serializers)) serializers[type] = asText
}

// The types of an extension have numbers of their own in every database. What a serializer makes of a
// parameter is bound as it is: text as text, bytes as binary.
async function passVectors(database: PGlite): Promise<void> {
  const { rows } = await database.query<{ oid: string; typarray: string }>(
    `select oid::text, typarray::text from pg_type where typname = 'vector'`,
  )
  for (const { oid, typarray } of rows) {
    const toBinary = (text: string) => toBinaryVectors(text, Number(oid))
    Object.assign(database.serializers, { [typarray]: toBinary })
  }
}

/** Runs one statement whose parameters and values are all Postgres' own text, or null. */
export function queryAsText(
  database: PGlite | Transaction,
  query: string,
  params: (string | null)[],
): Promise<Results<(string | null)[]>> {
  return database.query(query, params, { rowMode: 'array' })
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
  const path = join(modules, '.cache/marginalia', `pglite-${manifest.version}.tar.gz`)
  if (!existsSync(path)) {
    const maker = fileURLToPath(new URL('./postgres-template.ts', import.meta.url))
    await promisify(execFile)(process.execPath, [maker, path])
  }
  return path
}
