import { addressOf, type ContentSettings, sourcesOf } from '../content-sources.ts'

/** A version of a site's pages, and where these begin. */
export interface Edition {
  site: string
  version: string
  url: string | undefined
  isNewest: boolean
}

/** What a question says of the version that it is about. */
export interface AskedEdition {
  question?: string | undefined
  page?: { path: string } | undefined
}

/** The versions whose pages do not answer a question, and the one that its reader did not stand in. */
export interface ChosenEditions {
  without: { site: string; version: string }[]
  /** The version that the question names, where its reader is in another. */
  toldOf?: string
}

/** The versions of each site, with the newest of each: as its source says, or by its number. */
export function editionsOf(
  sources: {
    site?: string | undefined
    version?: string | undefined
    is_newest?: boolean | undefined
    url: string | undefined
  }[],
): Edition[] {
  const versioned = sources.flatMap(({ site = '', version, is_newest, url }) =>
    version === undefined ? [] : [{ site, version, url, isChosen: is_newest === true }],
  )
  return versioned.map(({ isChosen: _, ...one }) => {
    const ofSite = versioned.filter(({ site }) => site === one.site)
    const newest = ofSite.find(({ isChosen }) => isChosen) ?? ofSite.toSorted(newestFirst)[0]
    return { ...one, isNewest: newest?.version === one.version }
  })
}

/**
 * The versions that a question is not answered from: of each site all but one. That is the one that the
 * question names, else the one that its reader's page is of, else the newest.
 */
export function chooseEditions(
  editions: readonly Edition[],
  { question = '', page }: AskedEdition,
): ChosenEditions {
  if (editions.length === 0) return { without: [] }
  const named = namedIn(question, editions)
  const stood = page && editionAt(page.path, editions)
  const sites = new Set(editions.map(({ site }) => site))
  const chosen = [...sites].map((site) => {
    const own = editions.filter((edition) => edition.site === site)
    const wanted =
      own.find(({ version }) => version === named) ??
      own.find((edition) => edition === stood) ??
      own.find(({ isNewest }) => isNewest)
    return { site, version: wanted?.version }
  })
  const without = editions.filter(({ site, version }) =>
    chosen.some((one) => one.site === site && one.version !== version),
  )
  const here = stood?.version ?? editions.find(({ isNewest }) => isNewest)?.version
  return {
    without: without.map(({ site, version }) => ({ site, version })),
    ...(named !== undefined && named !== here && { toldOf: named }),
  }
}

/** The version whose number a question says: "in v1.2", "version 2", "2.x". */
function namedIn(question: string, editions: readonly Edition[]): string | undefined {
  const found = editions.filter(({ version }) => {
    const bare = version.replace(/^v(?=\d)/i, '')
    const literal = bare.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    // A number with a point in it says by itself what it is.
    const before = /^\d+\.\d/.test(bare)
      ? '(?:\\bv|(?<![\\p{L}\\p{N}.]))'
      : `(?:${/^\d/.test(bare) ? '\\bv|' : ''}\\b(?:version|release|versión)\\s+v?)`
    return new RegExp(`${before}${literal}(?![\\p{L}\\p{N}]|\\.\\d)`, 'iu').test(question)
  })
  // Of "1" and "1.2" the longer one is meant.
  return found.toSorted((a, b) => b.version.length - a.version.length)[0]?.version
}

/** The version that a page is of, by where those of its site begin: the longest beginning counts. */
function editionAt(path: string, editions: readonly Edition[]): Edition | undefined {
  const bare = withoutHost(path)
  return editions
    .map((edition) => ({ edition, begins: withoutHost(edition.url ?? '').replace(/\/+$/, '') }))
    .filter(({ edition, begins }) => edition.url !== undefined && isBelow(bare, begins))
    .toSorted((a, b) => b.begins.length - a.begins.length)[0]?.edition
}

const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)

const withoutHost = (address: string) =>
  address.replace(/^https?:\/\/[^/]*/i, '').replace(/[?#].*$/s, '')

/** A version with a number before one without, and the greater number before the less. */
function newestFirst(a: { version: string }, b: { version: string }): number {
  const [one, other] = [numbersOf(a.version), numbersOf(b.version)]
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const difference = (other[at] ?? -1) - (one[at] ?? -1)
    if (difference !== 0) return difference
  }
  return 0
}

const numbersOf = (version: string) => (version.match(/\d+/g) ?? []).slice(0, 6).map(Number)

const known = new WeakMap<ContentSettings, Edition[]>()

/** The versions of the book that the settings name. */
export function editionsFor(settings: ContentSettings): Edition[] {
  const held = known.get(settings)
  if (held) return held
  const editions = editionsOf(
    sourcesOf(settings).map((source) => ({ ...source, url: addressOf(source) })),
  )
  known.set(settings, editions)
  return editions
}
