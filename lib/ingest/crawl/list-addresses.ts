import { notRead } from './read-page.ts'
import type { Robots } from './robots.ts'
import { isPdf, isSitemap, type Site } from './site.ts'
import { type Listed, readSitemap } from './sitemap.ts'
import { type Web, WebError } from './web.ts'

const mostSitemaps = 25
const mostLeft = 100

/** The addresses that a crawl begins with. */
export interface Listing {
  addresses: Listed[]
  failures: { url: string; why: string }[]
  /** What it lists and nobody reads. */
  left: { url: string; why: string }[]
  /** Whether the site lists no pages, so that they are found by their links. */
  followsLinks: boolean
}

/** The pages that a site's sitemaps list, or, where it has none, the page that it begins with. */
export async function listAddresses(
  { place, max_pages: most }: { place: string; max_pages: number },
  site: Site,
  robots: Robots,
  web: Web,
): Promise<Listing> {
  const named = robots.sitemaps.filter((url) => URL.canParse(url))
  const waiting = isSitemap(place)
    ? [place]
    : named.length > 0
      ? named
      : [`${site.origin}/sitemap.xml`]
  const isAskedFor = isSitemap(place) || named.length > 0
  const found = new Map<string, Listed>()
  const failures: Listing['failures'] = []
  const left: Listing['left'] = []
  const seen = new Set<string>()
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    if (seen.has(url)) continue
    if (seen.size >= mostSitemaps) {
      failures.push({ url, why: `only the first ${mostSitemaps} sitemaps are read` })
      break
    }
    seen.add(url)
    try {
      const { pages, sitemaps, isCut } = await readSitemap(web, url, most + 1)
      waiting.push(...sitemaps)
      for (const page of pages) {
        const address = site.addressOf(page.url, url)
        if (isPdf(page.url) && left.length < mostLeft) left.push({ url: page.url, why: notRead })
        if (address !== undefined && found.size < most)
          found.set(address, { ...page, url: address })
      }
      if (isCut || pages.length > most || found.size >= most) {
        if (isCut) failures.push({ url, why: `it lists more than the ${most} pages of max_pages` })
        if (found.size >= most) break
      }
    } catch (error) {
      if (!(error instanceof WebError)) throw error
      if (isAskedFor) failures.push({ url, why: error.message })
    }
  }
  if (found.size > 0 || isSitemap(place))
    return { addresses: [...found.values()], failures, left, followsLinks: false }
  const start = site.addressOf(place) ?? place
  return { addresses: [{ url: start }], failures, left, followsLinks: true }
}
