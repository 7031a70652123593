import { readdir, readFile } from 'node:fs/promises'

/** A step from one state of the database to the next; its name begins with its number. */
export interface Migration {
  name: string
  text: string
}

const folder = new URL('../../migrations/', import.meta.url)

/** The migrations in their order. */
export async function readMigrations(): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}_\w+\.sql$/.test(file)).sort()
  return await Promise.all(
    files.map(async (file) => ({
      name: file.replace(/\.sql$/, ''),
      text: await readFile(new URL(file, folder), 'utf8'),
    })),
  )
}

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
