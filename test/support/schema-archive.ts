import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cache = join(root, 'node_modules/.cache/marginalia')
const name = 'SCHEMA_ARCHIVE'

/**
 * Where the archive of a database with the schema is, which a test that has no use for an empty one
 * begins with: applying the schema takes a second of CPU. Undefined outside a test run.
 */
export const schemaArchive = (): string | undefined => process.env[name]

/** Makes the archive, once for each state of the schema. */
export async function prepareSchemaArchive(): Promise<void> {
  const path = join(cache, `schema-${stateOfSchema()}.tar`)
  if (!existsSync(path)) {
    mkdirSync(cache, { recursive: true })
    for (const old of readdirSync(cache))
      if (/^schema-\w+\.tar$/.test(old)) rmSync(join(cache, old))
    const maker = fileURLToPath(new URL('./make-schema-archive.ts', import.meta.url))
    await promisify(execFile)(process.execPath, [maker, path])
  }
  process.env[name] = path
}

function stateOfSchema(): string {
  const files = [
    'schema.sql',
    'package-lock.json',
    'test/support/make-schema-archive.ts',
    ...readdirSync(join(root, 'migrations')).map((file) => `migrations/${file}`),
  ]
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 16)
}
