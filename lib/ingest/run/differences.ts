import type { Commit, RepositoryFile } from '../../clients/github.ts'
import type { Generator } from '../../content-sources.ts'
import { type ContentSource, prefixOf } from '../../content-sources.ts'
import { contentHash } from '../../index/passage-id.ts'
import { type Repository, saidOf } from '../source/repository.ts'
import { splitterVersion } from '../split/splitter-version.ts'
import { guessGenerator } from '../syntax/guess-generator.ts'
import { compare, type Difference, type PageAtSource } from './compare.ts'
import { fetchedOf } from './fetch-sources.ts'

/** A repository as a run has listed it. */
export interface ListedRepository {
  repository: Repository
  commit: Commit
  files: RepositoryFile[]
  generator: Generator | undefined
  salt: string
}

/** A page that a run is to read, and what its source says that it needs to be read. */
export interface PageToRead extends PageAtSource {
  source?: string
  generator?: Generator | undefined
  commit?: string | undefined
}

interface Model {
  embeddingModel: string
  dimensions: number
}

/** Lists a repository, with what else decides what its pages become. */
export async function listRepository(
  repository: Repository,
  model: Model,
): Promise<ListedRepository> {
  const { source } = repository
  const { commit, files } = await repository.list()
  const paths = files.map(({ path }) => path)
  const generator = source.generator ?? guessGenerator(paths, source.path)
  const said = Object.values(saidOf(source)).flat()
  const decisive = [splitterVersion, source.path, source.url ?? '', generator]
  const all = [...decisive, model.embeddingModel, model.dimensions, ...said]
  const salt = (await contentHash(all.join('\n'))).slice(0, 12)
  return { repository, commit, files, generator, salt }
}

/** How all sources together differ from what is indexed. */
export function differenceOfAll(
  listed: ListedRepository[],
  others: PageToRead[],
  indexed: ReadonlyMap<string, string>,
  force: boolean,
): Difference<PageToRead> {
  const parts = listed.map(({ repository: { source }, files, generator, salt }) => {
    const { path: contentPath, name: source_name } = source
    const found = compare(files, indexed, { contentPath, generator, salt, force, source })
    const of = { generator, ...(source_name !== '' && { source: source_name }) }
    return { ...found, changed: found.changed.map((page) => ({ ...page, ...of })) }
  })
  const rest = compare([], indexed, { contentPath: '', pushed: others, salt: '', force })
  const all: Difference<PageToRead>[] = [...parts, rest]
  return {
    changed: all.flatMap(({ changed }) => changed),
    gone: rest.gone.filter((path) => parts.every(({ gone }) => gone.includes(path))),
    total: all.reduce((sum, { total }) => sum + total, 0),
  }
}

/** The pages, each of a public repository with the commit that it is read at. */
export async function atCommits(
  changed: PageToRead[],
  listed: ListedRepository[],
  isElsewhere: (path: string) => boolean,
): Promise<PageToRead[]> {
  const nameOf = ({ source = '', file }: PageToRead) =>
    isElsewhere(file.path) ? undefined : source
  const wanted = new Set(changed.map(nameOf))
  const known = new Map<string | undefined, string>()
  for (const { repository, commit } of listed) {
    const { source, github } = repository
    if (wanted.has(source.name) && (await github.isServed())) known.set(source.name, commit.sha)
  }
  return changed.map((page) => {
    const commit = known.get(nameOf(page))
    return { ...page, ...(commit !== undefined && { commit }) }
  })
}

/** The pages that were fetched, as a run compares them; those of a source that is no more are none. */
export async function crawledPages(
  crawled: { source: string; path: string; etag: string; size: number }[],
  { sources, embeddingModel, dimensions }: Model & { sources: ContentSource[] },
): Promise<PageToRead[]> {
  const salts = new Map<string, string>()
  for (const source of fetchedOf(sources)) {
    const decisive = [splitterVersion, embeddingModel, dimensions, ...Object.values(saidOf(source))]
    salts.set(source.name, (await contentHash(decisive.flat().join('\n'))).slice(0, 12))
  }
  return crawled.flatMap(({ source, path, etag, size }) => {
    const salt = salts.get(source)
    const file = { path: `${prefixOf({ name: source })}${path}`, sha: etag, size }
    return salt === undefined ? [] : [{ file, version: `${etag}:${salt}`, source }]
  })
}
