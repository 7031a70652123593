import { expect, test } from 'vitest'
import { readRobots } from '../../lib/ingest/crawl/robots.ts'
import { isSamePage, pathOf, siteAt } from '../../lib/ingest/crawl/site.ts'
import { readSitemap } from '../../lib/ingest/crawl/sitemap.ts'
import type { Web } from '../../lib/ingest/crawl/web.ts'

const robots = readRobots(`
# ours comes last
User-agent: *
Disallow: /

User-agent: GoodBot
User-agent: Marginalia
Disallow: /private
Allow: /private/open$
Disallow: /*.print
Disallow: /search?
Crawl-delay: 2
Sitemap: https://a.example/s.xml
`)

test.each([
  ['/', true],
  ['/private', false],
  ['/private/x', false],
  ['/private/open', true],
  ['/private/open/x', false],
  ['/docs/a.print', false],
  ['/docs/a', true],
  ['/search?q=1', false],
  ['/search', true],
])('robots.txt: %s is allowed: %s', (path, expected) => {
  expect(robots.isAllowed(`https://a.example${path}`)).toBe(expected)
})

test('robots.txt says how fast we may be, and where sitemaps are', () => {
  expect(robots).toMatchObject({ delaySeconds: 2, sitemaps: ['https://a.example/s.xml'] })
  expect(readRobots('User-agent: *\nDisallow: /a').isAllowed('https://a.example/a')).toBe(false)
  expect(readRobots('Disallow: /').isAllowed('https://a.example/a')).toBe(true)
  expect(readRobots('User-agent: *\nCrawl-delay: 100000').delaySeconds).toBe(30)
})

const site = siteAt('https://a.example/docs/')
test.each([
  ['/docs/x#y', 'https://a.example/docs/x'],
  ['x?utm_source=1&b=2', 'https://a.example/docs/x?b=2'],
  ['/docs', 'https://a.example/docs'],
  ['/documents', undefined],
  ['/blog', undefined],
  ['https://b.example/docs/x', undefined],
  ['http://a.example/docs/x', undefined],
  ['/docs/x.png', undefined],
  ['javascript:alert(1)', undefined],
  ['http://[', undefined],
  [`/docs/${'x'.repeat(2000)}`, undefined],
])('of a site below /docs/, %s is %s', (url, expected) => {
  expect(site.addressOf(url)).toBe(expected)
})

test('addresses of one page are one, and a page is called by its path', () => {
  expect(isSamePage('https://a.example/x/', 'https://a.example/x/index.html')).toBe(true)
  expect(isSamePage('https://a.example/x.html', 'https://a.example/x#y')).toBe(true)
  expect(isSamePage('https://a.example/x', 'https://a.example/xy')).toBe(false)
  expect(pathOf('https://a.example/docs/L%C3%A4mpchen/?v=1')).toBe('docs/Lämpchen?v=1')
  expect(pathOf('https://a.example/')).toBe('index')
})

/** A site that answers with this body, chunk by chunk. */
const webOf = (chunks: Iterable<string>): Web => {
  const iterator = chunks[Symbol.iterator]()
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const { done, value } = iterator.next()
      if (done) controller.close()
      else controller.enqueue(new TextEncoder().encode(value))
    },
  })
  return { get: async () => new Response(body) }
}

const entry = (n: number) => `<url><loc>https://a.example/${n}</loc></url>`

test('of a sitemap with a million addresses as many are read as are wanted', async () => {
  let read = 0
  function* million() {
    yield '<urlset>'
    for (let n = 0; n < 1_000_000; n += 1) {
      read = n
      yield entry(n)
    }
  }
  const { pages, isCut } = await readSitemap(webOf(million()), 'https://a.example/s.xml', 2001)
  expect(pages).toHaveLength(2001)
  expect(isCut).toBe(true)
  expect(read).toBeLessThan(3000)
})

test('a sitemap that never ends, and one entry without end, are cut', async () => {
  function* endless() {
    yield '<urlset>'
    for (;;) yield 'x'.repeat(1024 * 1024)
  }
  await expect(readSitemap(webOf(endless()), 'https://a.example/s.xml', 10)).rejects.toThrow(
    'longer than 50 MiB',
  )
})

test('entries are read across chunks, with their dates, in CDATA and escaped', async () => {
  const xml =
    '<urlset><url>\n<loc> https://a.example/a?b=1&amp;c=2 </loc><lastmod>2026-01-02</lastmod></url>' +
    '<url><loc><![CDATA[https://a.example/d]]></loc></url><url></url></urlset>'
  const { pages } = await readSitemap(webOf(xml.match(/.{1,7}/gs) ?? []), 'https://a.example', 10)
  expect(pages).toEqual([
    { url: 'https://a.example/a?b=1&c=2', lastmod: '2026-01-02' },
    { url: 'https://a.example/d' },
  ])
})
