import type { Generator } from '../../content-sources.ts'
import type { FrontMatter } from './front-matter.ts'
import { separateNumber } from './number-prefix.ts'
import type { Place } from './page-path.ts'
import type { Translation } from './translation.ts'

type SlugFields = Pick<FrontMatter, 'slug' | 'id' | 'parse_number_prefixes'> &
  Partial<Pick<FrontMatter, 'permalink' | 'url'>>

/**
 * A page's URL on its site. `siteUrl` is where the content folder begins, the route base path
 * included: `https://book.example/docs`.
 */
export function pageUrl(
  siteUrl: string,
  place: Place,
  fields: SlugFields,
  generator: Generator = 'docusaurus',
): string {
  return siteUrl.replace(/\/+$/, '') + pageSlug(place, fields, generator)
}

/** Where the pages of a language begin on the site, as the generator has it. */
export function translatedSite(
  siteUrl: string,
  { locale, by, is_default }: Translation,
  generator: Generator = 'docusaurus',
): string {
  const site = siteUrl.replace(/\/+$/, '')
  if (is_default || (by === 'ending' && !inFolders.has(generator))) return site
  const name = lowerCased.has(generator) ? locale.toLowerCase() : locale
  // Docusaurus puts it before the path at which the documentation begins.
  const [, base = site, route = ''] = by === 'i18n' ? (/^(.*?)(\/docs)$/.exec(site) ?? []) : []
  return `${base}/${encodeURIComponent(name)}${route}`
}

/** Whether a page that is named by an ending is shown without it. */
export const dropsEnding = (generator: Generator | undefined) =>
  generator !== undefined && inFolders.has(generator)

/** The encoded path of a page below the site's, as its generator makes it. */
export function pageSlug(
  place: Place,
  fields: SlugFields,
  generator: Generator = 'docusaurus',
): string {
  const { name, ending, slugs } = styles[generator] ?? plain
  const own = slugs.map((field) => fields[field]).find((slug) => slug !== undefined)
  const rename = (part: string) => name(part, fields)
  const folder = ['', ...place.folders.map(rename), ''].join('/')
  if (own !== undefined) return resolve(folder, own)
  if (isFolderPage(place, generator)) return resolve(folder, './')
  return resolve(folder, `./${rename(place.fileName)}${ending}`)
}

/** A path or an anchor with what a URL cannot hold encoded; what is encoded already stays as it is. */
export const encodedOnce = (text: string): string =>
  encodeURI(text.toWellFormed()).replace(/%25(?=[0-9a-f]{2})/gi, '%')

interface UrlStyle {
  /** A folder's or file's name as the URL has it. */
  name: (part: string, fields: SlugFields) => string
  /** What stands behind the file's name. */
  ending: string
  /** The fields by which a page sets its own path, the strongest first. */
  slugs: ('slug' | 'permalink' | 'url' | 'id')[]
}

// Those that show `page.fr.md` below `/fr/`.
const inFolders = new Set<Generator>(['hugo', 'mkdocs'])
const lowerCased = new Set<Generator>(['hugo', 'starlight'])

const asIs = (part: string) => part
const plain: UrlStyle = { name: asIs, ending: '', slugs: [] }
const folders: UrlStyle = { name: asIs, ending: '/', slugs: [] }
const files: UrlStyle = { name: asIs, ending: '.html', slugs: [] }

const styles: Partial<Record<Generator, UrlStyle>> = {
  docusaurus: {
    name: (part, { parse_number_prefixes }) =>
      parse_number_prefixes ? separateNumber(part).name : part,
    ending: '',
    slugs: ['slug', 'id'],
  },
  vitepress: { ...files, slugs: ['permalink'] },
  mkdocs: folders,
  mdbook: files,
  sphinx: files,
  'jupyter-book': files,
  d2l: files,
  hugo: {
    name: (part) => part.toLowerCase().replace(/\s+/g, '-'),
    ending: '/',
    slugs: ['url', 'slug'],
  },
  starlight: {
    name: (part) => part.toLowerCase().replace(/\s+/g, '-'),
    ending: '/',
    slugs: ['slug'],
  },
  obsidian: { name: (part) => part.replaceAll(' ', '+'), ending: '', slugs: ['permalink'] },
}

function resolve(folder: string, slug: string): string {
  // A percent sign that encodes nothing would make the whole path undecodable.
  const reserved = /[#?]|%(?![0-9a-f]{2})/gi
  const [from, to] = [folder, slug].map((path) => path.replace(reserved, encodeURIComponent))
  return new URL(to ?? '', new URL(`.${from}`, 'https://site.example/')).pathname
}

/** Whether the page speaks for its folder: `index`, `README`, or in Docusaurus named like the folder. */
function isFolderPage({ fileName, folders: above }: Place, generator: Generator): boolean {
  const named = generator === 'docusaurus' ? above.at(-1)?.toLowerCase() : '_index'
  return ['index', 'readme', named].includes(fileName.toLowerCase())
}
