import type { FileAtCommit, RepositoryFile } from '../../clients/github.ts'
import { readText } from '../page/page-text.ts'
import type { IncludeSource } from './expand-includes.ts'
import { resolvePath } from './resolve-path.ts'

/** The repository as pages include from it. */
export interface RepositoryAt {
  include: IncludeSource
  /** The hash of a file's bytes. */
  shaOf: (path: string) => string | undefined
}

export type RepositoryFiles = ReturnType<typeof createRepositoryFiles>

/**
 * The repository's files at a commit, listed once for all pages that include some: the listing is made
 * when the first of them asks, so that a book without includes costs no request.
 */
export function createRepositoryFiles(deps: {
  list: (ref: string) => Promise<RepositoryFile[]>
  read: (file: FileAtCommit) => Promise<Uint8Array>
}) {
  let held: { key: string; files: Promise<Map<string, string>> } | undefined

  return {
    /** `run` tells listings of a branch apart, which moves on between runs. */
    async at(run: number, { commit, ref }: { commit?: string | undefined; ref: string }) {
      const key = `${run}:${commit ?? ref}`
      if (held?.key !== key) {
        const files = deps
          .list(commit ?? ref)
          .then((all) => new Map(all.map(({ path, sha }) => [path, sha])))
        held = { key, files }
        // The next page asks again.
        files.catch(() => {
          held = undefined
        })
      }
      const shas = await held.files
      const at: RepositoryAt = {
        shaOf: (path) => shas.get(path),
        include: {
          resolve: (target, from) => resolvePath(target, from, (path) => shas.has(path)),
          read: async (path) => {
            const bytes = await deps.read({ path, sha: shas.get(path) ?? '', commit })
            return readText(bytes, path)
          },
        },
      }
      return at
    },
  }
}
