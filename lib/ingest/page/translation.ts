import * as z from 'zod/mini'
import { pageEnding } from '../format/page-format.ts'

/** What makes a page the copy of another in a language of its own. */
export const Translation = z.object({
  /** The language as the path has it: `fr`, `pt-BR`. */
  locale: z.string(),
  /** A folder of its own, an ending of the file's name, or Docusaurus' folder `i18n`. */
  by: z.enum(['folder', 'ending', 'i18n']),
  /** Whether the site shows it where no language is named. */
  is_default: z.optional(z.boolean()),
})

export type Translation = z.infer<typeof Translation>

const docusaurus = /^((?:.*\/)?)i18n\/([^/]+)\/docusaurus-plugin-content-docs\/current\//
const locale = /^([a-z]{2,3})(?:[-_](?:[A-Za-z]{4}|[A-Za-z]{2}|\d{3}))?$/
const ending = /^(.+)[._]([a-z]{2,3}(?:[-_](?:[A-Za-z]{4}|[A-Za-z]{2}))?)$/
const languages = new Set(
  'af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl nn no pa pl pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh'.split(
    ' ',
  ),
)
// Words and names too: a folder that is called so says nothing unless its pages are there elsewhere.
const ambiguous = new Set('am be he hi id is it my no'.split(' '))
// Of a language's folder so many pages have another language's beside them, untranslated ones being none.
const leastShare = 0.5

/** The folder that Docusaurus keeps a language's pages of this content folder in; none for other paths. */
export function i18nFolder(path: string, contentPath: string): string | undefined {
  const [folder, above] = docusaurus.exec(path) ?? []
  const names = contentPath.split('/').filter((name) => name !== '' && name !== '.')
  const site = names.slice(0, -1).map((name) => `${name}/`)
  const isOfSite = names.length === 0 || above === site.join('')
  return isOfSite ? folder?.replace(/\/$/, '') : undefined
}

/** The pages that are copies of others in a language, by their paths; what only looks like it is none. */
export function translationsOf(
  paths: readonly string[],
  contentPath: string,
): Map<string, Translation> {
  const found = new Map<string, Translation>()
  const inFolders = new Map<string, { path: string; rest: string }[]>()
  const byStem = new Map<string, { path: string; locale: string }[]>()
  const plain = new Set<string>()
  for (const path of paths) {
    const [, , named] = i18nFolder(path, contentPath) ? (docusaurus.exec(path) ?? []) : []
    if (named !== undefined) {
      found.set(path, { locale: named, by: 'i18n' })
      continue
    }
    const relative = below(path, contentPath)
    const [first = '', ...names] = relative.split('/')
    const rest = names.join('/')
    if (names.length > 0 && languageIn(first) !== undefined)
      inFolders.set(first, [...(inFolders.get(first) ?? []), { path, rest }])
    else plain.add(relative)
    const [, stem, code = ''] = ending.exec(relative.replace(pageEnding, '')) ?? []
    if (stem !== undefined && languageIn(code) !== undefined)
      byStem.set(stem, [...(byStem.get(stem) ?? []), { path, locale: code }])
  }
  addFolders(found, inFolders, plain)
  addEndings(found, byStem, new Set([...plain].map((path) => path.replace(pageEnding, ''))))
  return found
}

function addFolders(
  found: Map<string, Translation>,
  inFolders: ReadonlyMap<string, { path: string; rest: string }[]>,
  plain: ReadonlySet<string>,
) {
  const counts = new Map<string, number>()
  for (const pages of inFolders.values())
    for (const { rest } of pages) counts.set(rest, (counts.get(rest) ?? 0) + 1)
  for (const [name, pages] of inFolders) {
    const copies = pages.filter(({ rest }) => plain.has(rest) || (counts.get(rest) ?? 0) > 1)
    const isSure =
      !ambiguous.has(name) || copies.some(({ rest }) => !/^(?:index|readme)\./i.test(rest))
    if (!isSure || copies.length < Math.max(1, pages.length * leastShare)) continue
    for (const { path } of pages) found.set(path, { locale: name, by: 'folder' })
  }
}

function addEndings(
  found: Map<string, Translation>,
  byStem: ReadonlyMap<string, { path: string; locale: string }[]>,
  plain: ReadonlySet<string>,
) {
  const copies = [...byStem].filter(([stem, pages]) => plain.has(stem) || pages.length > 1)
  // Where no page is without an ending, the site shows one of the languages as its own.
  const spoken = copies.filter(([stem]) => !plain.has(stem)).flatMap(([, pages]) => pages)
  const first = commonest(spoken.map((page) => page.locale))
  for (const [stem, pages] of copies) {
    for (const { path, locale: named } of pages) {
      const isDefault = named === first && !plain.has(stem)
      found.set(path, { locale: named, by: 'ending', ...(isDefault && { is_default: true }) })
    }
  }
}

/** The page as it would be called in the language of the others, for its place in the book. */
export function untranslated(
  path: string,
  contentPath: string,
  { by, locale: named }: Translation,
): string {
  const folder = contentPath.replace(/^\.?\/+|\/+$/g, '')
  const within = (relative: string) =>
    (folder === '' || folder === '.' ? '' : `${folder}/`) + relative
  if (by === 'i18n') return within(path.replace(docusaurus, ''))
  const relative = below(path, contentPath)
  if (by === 'folder') return within(relative.slice(named.length + 1))
  return within(relative.replace(new RegExp(`[._]${named}(?=\\.[^./]+$)`), ''))
}

/** The language of a locale: `pt` of `pt-BR`. */
export const languageOfLocale = (name: string): string => name.toLowerCase().split(/[-_]/)[0] ?? ''

function languageIn(name: string): string | undefined {
  const [, language = ''] = locale.exec(name) ?? []
  return languages.has(language) ? language : undefined
}

function below(path: string, contentPath: string): string {
  const folder = contentPath.replace(/^\.?\/+|\/+$/g, '')
  return folder !== '' && folder !== '.' && path.startsWith(`${folder}/`)
    ? path.slice(folder.length + 1)
    : path
}

/** English where it is as common as any. */
function commonest(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  const most = Math.max(0, ...counts.values())
  const best = [...counts.keys()].filter((name) => counts.get(name) === most)
  return best.find((name) => languageOfLocale(name) === 'en') ?? best[0]
}
