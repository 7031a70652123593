import type { RepositoryFile } from '../../clients/github.ts'
import type { Generator } from '../../content-sources.ts'
import { type ContentSource, prefixOf } from '../../content-sources.ts'
import { isSameVersion } from '../include/version-of-includes.ts'
import { isCategoryFile } from '../page/category-file.ts'
import { isContentsFile, isPage, placeInBook } from '../page/page-path.ts'
import { i18nFolder, type Translation, translationsOf, untranslated } from '../page/translation.ts'

/** A page at the source, with its part's category file, and the version the two make. */
export interface PageAtSource {
  file: { path: string; sha: string; size: number }
  category?: { path: string; sha: string }
  /** Where it is the copy of another page in a language. */
  translation?: Translation
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
  const { contentPath, generator } = options
  const listed = files
    .filter((file) => isPage(file.path, contentPath) || isInLanguage(file.path, options))
    .filter((file) => !isContentsFile(file.path, generator))
  const translations = translationsOf(
    listed.map(({ path }) => path),
    contentPath,
  )
  const pages = listed.map((file) => {
    const translation = translations.get(file.path)
    const place = translation ? untranslated(file.path, contentPath, translation) : file.path
    const category = categories.get(folderOfPart(place, contentPath))
    return atSource(file, category, translation, options)
  })
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

/** Docusaurus keeps other languages' pages beside the content folder. */
function isInLanguage(
  path: string,
  { contentPath, generator }: { contentPath: string; generator?: Generator | undefined },
): boolean {
  const folder = generator === 'docusaurus' ? i18nFolder(path, contentPath) : undefined
  return folder !== undefined && isPage(path, folder)
}

function atSource(
  file: RepositoryFile,
  category: RepositoryFile | undefined,
  translation: Translation | undefined,
  { salt, source }: { salt: string; source?: Pick<ContentSource, 'name'> },
): PageAtSource {
  return {
    file: { path: `${source ? prefixOf(source) : ''}${file.path}`, sha: file.sha, size: file.size },
    ...(category && { category: { path: category.path, sha: category.sha } }),
    ...(translation && { translation }),
    version: [file.sha, category?.sha, salt, translation && localeKey(translation)]
      .filter(Boolean)
      .join(':'),
  }
}

/** A page is read again when it comes to be of a language. */
const localeKey = ({ locale, by, is_default }: Translation) =>
  `${by}-${locale}${is_default ? '-default' : ''}`

/** The folder that makes the page's part: the first one below the content folder. */
function folderOfPart(path: string, contentPath: string): string {
  const below = placeInBook(path, contentPath)
    .folders.slice(1)
    .map((name) => `${name}/`)
  return folderOf(path).slice(0, -below.join('').length || undefined)
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1)
