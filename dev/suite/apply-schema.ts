import { readFile } from 'node:fs/promises'
import { neon, neonConfig } from '@neondatabase/serverless'

export interface SchemaTarget {
  databaseUrl: string
  /** Where SQL goes over HTTP; the database's own host when absent. */
  httpUrl?: string | undefined
  /** Leaves out the approximate vector index, which a small database is better without. */
  exactSearch?: boolean
}

/** Applies schema.sql as one transaction: all of it or nothing. */
export async function applySchema({
  databaseUrl,
  httpUrl,
  exactSearch = false,
}: SchemaTarget): Promise<void> {
  neonConfig.fetchEndpoint = httpUrl ?? defaultEndpoint
  const client = neon(databaseUrl)
  const text = await readFile(new URL('../../schema.sql', import.meta.url), 'utf8')
  await client.transaction([
    client.query("select set_config('marginalia.exact_search', $1, true)", [
      exactSearch ? 'on' : 'off',
    ]),
    ...statements(text).map((statement) => client.query(statement)),
  ])
}

const defaultEndpoint = neonConfig.fetchEndpoint

/** A statement ends at a semicolon at the end of a line, outside $$ … $$. */
export function statements(text: string): string[] {
  const found: string[] = []
  let lines: string[] = []
  let isQuoted = false
  for (const line of text.split('\n')) {
    lines.push(line)
    if ((line.match(/\$\$/g)?.length ?? 0) % 2 === 1) isQuoted = !isQuoted
    if (isQuoted || !/;\s*$/.test(line) || line.trimStart().startsWith('--')) continue
    found.push(lines.join('\n').trim())
    lines = []
  }
  return found
}
