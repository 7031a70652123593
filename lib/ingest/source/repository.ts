import type { GitHub } from '../../clients/github.ts'
import { type ContentSource, prefixOf } from '../../content-sources.ts'
import { createRepositoryFiles } from '../include/repository-files.ts'
import { createCategories } from '../page/categories.ts'
import { listSource } from './list-source.ts'

export type RepositorySource = Extract<ContentSource, { kind: 'github' }>

export type Repository = ReturnType<typeof createRepository>

/** A repository's folder as a source of pages, and what is read of it once for all of them. */
export function createRepository({ source, github }: { source: RepositorySource; github: GitHub }) {
  const list = (ref: string) => listSource(github, ref, source.path)
  return {
    source,
    github,
    /** The commit that its ref stands for, and every file of it. */
    async list() {
      const commit = await github.commit(source.ref)
      return { commit, files: await list(commit.sha) }
    },
    categories: createCategories(github),
    files: createRepositoryFiles({ list, read: (file) => github.file(file) }),
  }
}

/** The source whose page this is, by what its name begins with; undefined for one that is no more. */
export function sourceOfPage<Source extends Pick<ContentSource, 'name'>>(
  path: string,
  sources: readonly Source[],
): Source | undefined {
  const own = sources.find((source) => source.name !== '' && path.startsWith(prefixOf(source)))
  return own ?? sources.find((source) => source.name === '')
}

/** A page's path within its source. */
export const pathWithin = (path: string, source: Pick<ContentSource, 'name'>) =>
  path.slice(prefixOf(source).length)

/** What a source says of each of its pages. */
export const saidOf = ({ groups, version, site, language }: ContentSource) => ({
  ...(groups && { groups }),
  ...(version !== undefined && { version }),
  ...(site !== undefined && { site }),
  ...(language !== undefined && { language }),
})
