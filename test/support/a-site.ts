import { gzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { type ServiceEnv, startService } from '../../dev/cloud/stand-in/service.ts'

/** A page of a site, as its generator built it. */
export interface BuiltPage {
  html: string
  etag?: string
  headers?: Record<string, string>
  /** Where it has moved to, or another status than 200. */
  location?: string
  status?: 301 | 404 | 429 | 500
}

/** A site that is served, and what was asked of it. */
export async function startSite() {
  const pages = new Map<string, BuiltPage>()
  const files = new Map<string, { body: string | Uint8Array<ArrayBuffer>; type?: string }>()
  const asked: { path: string; status: number; agent: string; isConditional: boolean }[] = []
  let most = 0
  let underWay = 0
  const app = new Hono<ServiceEnv>().all('*', async (c) => {
    underWay += 1
    most = Math.max(most, underWay)
    const response = answer(new URL(c.req.url).pathname, c.req.header('if-none-match'))
    asked.push({
      path: new URL(c.req.url).pathname,
      status: response.status,
      agent: c.req.header('user-agent') ?? '',
      isConditional: c.req.header('if-none-match') !== undefined,
    })
    await new Promise((resolve) => setTimeout(resolve, 1))
    underWay -= 1
    return response
  })

  function answer(path: string, known: string | undefined): Response {
    const file = files.get(path)
    if (file)
      return new Response(file.body, { headers: { 'content-type': file.type ?? 'text/plain' } })
    const page = pages.get(path)
    if (!page) return new Response('Not found', { status: 404 })
    const { html, etag, location, status = 200, headers } = page
    if (location !== undefined) return new Response(null, { status: 301, headers: { location } })
    if (etag !== undefined && known === etag)
      return new Response(null, { status: 304, headers: { etag } })
    return new Response(html, {
      status,
      headers: { 'content-type': 'text/html; charset=utf-8', ...(etag && { etag }), ...headers },
    })
  }

  const service = await startService({ app, refusal: () => new Response(null, { status: 500 }) })
  return {
    url: service.url,
    pages,
    files,
    asked,
    mostAtOnce: () => most,
    close: service.close,

    /** Lists pages in a sitemap: by itself, or gzipped. */
    list(path: string, entries: { path: string; lastmod?: string }[], isPacked = false) {
      const urls = entries.map(
        ({ path: at, lastmod }) =>
          `<url><loc>${service.url}${at}</loc>${lastmod ? `<lastmod>${lastmod}</lastmod>` : ''}</url>`,
      )
      const xml = `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.join('\n')}</urlset>`
      files.set(path, {
        body: isPacked ? new Uint8Array(gzipSync(xml)) : xml,
        type: 'application/xml',
      })
    },

    /** An index of sitemaps. */
    index(path: string, sitemaps: string[]) {
      const entries = sitemaps.map((at) => `<sitemap><loc>${service.url}${at}</loc></sitemap>`)
      files.set(path, { body: `<sitemapindex>${entries.join('')}</sitemapindex>` })
    },
  }
}

/** A page as Docusaurus builds it. */
export const docusaurusPage = (title: string, body: string, head = '') => `<!doctype html>
<html lang="en"><head><title>${title} | Lamps</title>${head}</head>
<body><div id="__docusaurus"><a class="skipToContent_x" href="#main">Skip to main content</a>
<nav class="navbar"><a href="/">Lamps</a><a href="/blog">Blog menu words</a></nav>
<aside class="theme-doc-sidebar-container"><ul class="menu__list"><li><a href="/a">Sidebar words</a></li></ul></aside>
<main class="docMainContainer_x"><nav class="theme-doc-breadcrumbs"><span>Breadcrumb words</span></nav>
<article><div class="theme-doc-markdown markdown"><header><h1>${title}</h1></header>${body}</div>
<footer class="theme-doc-footer"><a href="https://git.example/edit">Edit this page words</a></footer></article>
<nav class="pagination-nav"><a href="/b">Next words</a></nav>
<div class="tableOfContents_x thin-scrollbar"><a href="#s">Contents words</a></div></main>
<footer class="footer">Copyright words</footer></div><script>let scriptWords = 1</script></body></html>`

/** A page as VitePress builds it. */
export const vitepressPage = (title: string, body: string) => `<!doctype html>
<html><head><title>${title} | Lamps</title></head><body><div id="app"><div class="Layout">
<header class="VPNav"><div class="VPNavBar">Navbar words</div></header>
<aside class="VPSidebar"><nav>Sidebar words</nav></aside>
<div class="VPContent"><div class="VPDoc"><aside class="aside"><div class="VPDocAsideOutline">Contents words</div></aside>
<main class="main"><div class="vp-doc"><div><h1 id="top" tabindex="-1">${title} <a class="header-anchor" href="#top" aria-label="Permalink words">\u200B</a></h1>${body}</div></div></main>
<footer class="VPDocFooter"><span>Edit this page words</span></footer></div></div></div></div></body></html>`

/** A page as MkDocs Material builds it. */
export const mkdocsPage = (title: string, body: string) => `<!doctype html>
<html><head><title>${title} - Lamps</title></head><body>
<header class="md-header"><nav class="md-header__inner">Header words</nav></header>
<div class="md-container"><main class="md-main"><div class="md-main__inner md-grid">
<div class="md-sidebar md-sidebar--primary"><nav>Sidebar words</nav></div>
<div class="md-sidebar md-sidebar--secondary"><nav>Contents words</nav></div>
<div class="md-content"><article class="md-content__inner md-typeset"><h1 id="t">${title}<a class="headerlink" href="#t" title="Permanent link">&para;</a></h1>${body}</article></div>
</div></main><footer class="md-footer">Footer words</footer></div>
<div class="md-consent">Cookie words</div></body></html>`

/** A page of somebody's own making, without landmarks. */
export const plainPage = (
  title: string,
  body: string,
) => `<html><head><title>${title}</title></head><body>
<div class="top"><a href="/one">Menu words one</a> <a href="/two">Menu words two</a></div>
<div class="text"><h1>${title}</h1>${body}</div>
<div id="cookie-banner">Cookie words</div></body></html>`
