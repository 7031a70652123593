import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The small book that the tests ask about. */
export const bookPath = fileURLToPath(new URL('../book', import.meta.url))

/** A copy of the book that a test may change. */
export async function copyOfBook(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'marginalia-book-'))
  await cp(bookPath, path, { recursive: true })
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}
