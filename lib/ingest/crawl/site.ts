const longestUrl = 1000

/** What belongs to a site: the addresses that begin where it does. */
export interface Site {
  origin: string
  /** An address of the site as it is known by; undefined for one that is elsewhere, or is no page. */
  addressOf: (url: string, from?: string) => string | undefined
}

/** The site that begins at a page, or whose sitemap this is. */
export function siteAt(place: string): Site {
  const start = new URL(place)
  const folder = isSitemap(place) ? '/' : start.pathname.replace(/[^/]*$/, '')
  return {
    origin: start.origin,
    addressOf(url, from = place) {
      const parsed = parse(url, from)
      if (!parsed || parsed.origin !== start.origin) return undefined
      if (!`${parsed.pathname}/`.startsWith(folder) || isFile(parsed.pathname)) return undefined
      parsed.hash = ''
      for (const name of [...parsed.searchParams.keys()])
        if (/^(?:utm_\w+|fbclid|gclid)$/.test(name)) parsed.searchParams.delete(name)
      return parsed.href.length <= longestUrl ? parsed.href : undefined
    },
  }
}

/** Whether a place is a sitemap and no page. */
export const isSitemap = (place: string) => /\.xml(?:\.gz)?(?:$|\?)/i.test(place)

/** Whether two addresses are of one page, as sites write them. */
export const isSamePage = (one: string, other: string) => bare(one) === bare(other)

/** Whether an address is that of a PDF, as its name says. */
export const isPdf = (url: string) => URL.canParse(url) && /\.pdf$/i.test(new URL(url).pathname)

/** What stands behind a source's name for a page: its path without what stands around it. */
export const pathOf = (url: string) => {
  const { pathname, search } = new URL(url)
  return `${decoded(pathname).replace(/^\/+|\/+$/g, '') || 'index'}${search}`
}

const bare = (url: string) => url.replace(/#.*$/, '').replace(/(?:\/index\.html?|\.html?|\/)$/, '')

const isFile = (path: string) =>
  /\.(?:png|jpe?g|gif|svg|webp|ico|css|m?js|json|xml|txt|zip|gz|tgz|pdf|mp[34]|webm|woff2?|ttf|wasm|map|rss|atom)$/i.test(
    path,
  )

function parse(url: string, from: string): URL | undefined {
  return URL.canParse(url, from) ? new URL(url, from) : undefined
}

function decoded(path: string): string {
  try {
    return decodeURI(path).replaceAll('\0', '').toWellFormed()
  } catch {
    // Nothing was encoded there.
    return path
  }
}
