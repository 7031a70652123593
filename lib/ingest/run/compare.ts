import type { RepositoryFile } from '../../clients/github.ts'
import type { Generator } from '../../content-sources.ts'
import { type ContentSource, prefixOf } from '../../content-sources.ts'
import { isSameVersion } from '../include/version-of-includes.ts'
import { isCategoryFile } from '../page/category-file.ts'
import { isContentsFile, isPage, placeInBook } from '../page/page-path.ts'

/** A page at the source, with its part's category file, and the version the two make. */
export interface PageAtSource {
  file: { path: string; sha: string; size: number }
  category?: { path: string; sha: string }
  version: string
}

/** How the source differs from what is indexed. */
export interface Difference<Page = PageAtSource> {
  /** New pages and changed ones. */
  changed: Page[]
  /** Indexed pages that the source no longer has. */
  gone: string[]
  /** All pages at the source. */
  total: number
}

/**
 * Compares the repository's tree with the indexed pages. `indexed` gives each page's version;
 * `salt` stands for everything else that decides what a page becomes.
 */
export function compare<Other extends PageAtSource = PageAtSource>(
  files: RepositoryFile[],
  indexed: ReadonlyMap<string, string>,
  options: {
    contentPath: string
    generator?: Generator | undefined
    /** The pages that were pushed. */
    pushed?: Other[]
    salt: string
    force: boolean
    /** The source of the files, where there are several. */
    source?: Pick<ContentSource, 'name'>
  },
): Difference<PageAtSource | Other> {
  const shas = new Map(files.map(({ path, sha }) => [path, sha]))
  const categories = new Map(
    files.filter((file) => isCategoryFile(file.path)).map((file) => [folderOf(file.path), file]),
  )
  const pages = files
    .filter((file) => isPage(file.path, options.contentPath))
    .filter((file) => !isContentsFile(file.path, options.generator))
    .map((file) => ({ file, part: folderOfPart(file.path, options.contentPath) }))
    .map(({ file, part }) => atSource(file, categories.get(part), options))
  const all = [...pages, ...(options.pushed ?? [])]
  const present = new Set(all.map((page) => page.file.path))
  return {
    changed: all.filter(
      ({ file, version }) =>
        options.force || !isSameVersion(indexed.get(file.path), version, (path) => shas.get(path)),
    ),
    gone: [...indexed.keys()].filter((path) => !present.has(path)),
    total: all.length,
  }
}

function atSource(
  file: RepositoryFile,
  category: RepositoryFile | undefined,
  { salt, source }: { salt: string; source?: Pick<ContentSource, 'name'> },
): PageAtSource {
  return {
    file: { path: `${source ? prefixOf(source) : ''}${file.path}`, sha: file.sha, size: file.size },
    ...(category && { category: { path: category.path, sha: category.sha } }),
    version: [file.sha, category?.sha, salt].filter(Boolean).join(':'),
  }
}

/** The folder that makes the page's part: the first one below the content folder. */
function folderOfPart(path: string, contentPath: string): string {
  const below = placeInBook(path, contentPath)
    .folders.slice(1)
    .map((name) => `${name}/`)
  return folderOf(path).slice(0, -below.join('').length || undefined)
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1)
