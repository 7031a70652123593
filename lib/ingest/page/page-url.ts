import type { FrontMatter } from './front-matter.ts'
import { separateNumber } from './number-prefix.ts'
import type { Place } from './page-path.ts'

type SlugFields = Pick<FrontMatter, 'slug' | 'id' | 'parse_number_prefixes'>

/**
 * A page's URL on a Docusaurus site. `siteUrl` is where the content folder begins, the route base
 * path included: `https://book.example/docs`.
 */
export function pageUrl(siteUrl: string, place: Place, fields: SlugFields): string {
  return siteUrl.replace(/\/+$/, '') + pageSlug(place, fields)
}

/** The encoded path of a page below the route base path, from its front matter or its place. */
export function pageSlug(place: Place, { slug, id, parse_number_prefixes }: SlugFields): string {
  const strip = (name: string) => (parse_number_prefixes ? separateNumber(name).name : name)
  const folder = ['', ...place.folders.map(strip), ''].join('/')
  if (slug === undefined && isFolderPage(place)) return resolve(folder, './')
  return resolve(folder, slug ?? `./${id ?? strip(place.fileName)}`)
}

function resolve(folder: string, slug: string): string {
  // A percent sign that encodes nothing would make the whole path undecodable.
  const reserved = /[#?]|%(?![0-9a-f]{2})/gi
  const [from, to] = [folder, slug].map((path) => path.replace(reserved, encodeURIComponent))
  return new URL(to ?? '', new URL(`.${from}`, 'https://site.example/')).pathname
}

/** Whether the page speaks for its folder: `index`, `README`, or named like the folder. */
function isFolderPage({ fileName, folders }: Place): boolean {
  return ['index', 'readme', folders.at(-1)?.toLowerCase()].includes(fileName.toLowerCase())
}
