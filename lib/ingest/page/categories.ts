import type { FileAtCommit, GitHub } from '../../clients/github.ts'
import { type Category, readCategory } from './category-file.ts'

const kept = 500

export type Categories = ReturnType<typeof createCategories>

/** Category files, each read once for all the pages of its part; a file's hash tells when it is another. */
export function createCategories(github: Pick<GitHub, 'file'>) {
  const known = new Map<string, Promise<Category>>()
  return {
    async get(file: FileAtCommit): Promise<Category> {
      const held = known.get(file.sha)
      if (held) return await held
      const reading = github
        .file(file)
        .then((bytes) => readCategory(new TextDecoder().decode(bytes)))
      known.set(file.sha, reading)
      const [oldest] = known.keys()
      if (known.size > kept && oldest !== undefined) known.delete(oldest)
      try {
        return await reading
      } catch (error) {
        // The next page asks again.
        known.delete(file.sha)
        throw error
      }
    },
  }
}
