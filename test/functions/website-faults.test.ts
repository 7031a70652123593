import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  docusaurusPage,
  mkdocsPage,
  plainPage,
  startSite,
  vitepressPage,
} from '../support/a-site.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'
import { selfSigned } from '../support/self-signed.ts'

type Site = Awaited<ReturnType<typeof startSite>>

const article =
  '<h2 id="how-it-is-lit">How it is lit</h2><p>The lamp is lit with a brass taper, and <code>a &lt; b</code>.</p><pre><code class="language-js">const lamp = 1</code></pre><ul><li>First <a href="/x">see oil</a></li></ul>'

const baseOf = (server: ReturnType<typeof createServer>) =>
  `http://127.0.0.1:${(server.address() as AddressInfo).port}`

let built: Site
let linked: Site
let bad: Site
let endless: ReturnType<typeof createServer>
let huge: ReturnType<typeof createServer>
let entriesSent = 0
let untrusted: ReturnType<typeof createTlsServer>
let local: LocalSuite
let chapters: {
  source_path: string
  status: string
  error_message?: string | undefined
  warnings?: string[] | undefined
}[]

beforeAll(async () => {
  const sites = await Promise.all([startSite(), startSite(), startSite()])
  ;[built, linked, bad] = sites
  built.pages.set('/docusaurus', { html: docusaurusPage('The Docusaurus lamp', article) })
  built.pages.set('/vitepress', { html: vitepressPage('The VitePress lamp', article) })
  built.pages.set('/mkdocs/', { html: mkdocsPage('The MkDocs lamp', article) })
  built.pages.set('/plain.html', { html: plainPage('The plain lamp', article) })
  built.list(
    '/sitemap.xml',
    [...built.pages.keys()].map((path) => ({ path })),
  )

  const links = (...paths: string[]) => paths.map((path) => `<a href="${path}">x</a>`).join(' ')
  const page = (title: string, body: string, head = '') => ({
    html: docusaurusPage(title, `<p>${title} has words of its own.</p>${body}`, head),
  })
  linked.pages.set('/docs/', page('Start', links('a', '/docs/b#x', '/blog', 'https://b.example/')))
  linked.pages.set(
    '/docs/a',
    page('Amber', links('c', '/docs/secret', '/docs/hidden', '/docs/a.png')),
  )
  linked.pages.set('/docs/b', page('Beryl', links('/docs/copy', '/docs/', '/docs/loop-1')))
  linked.pages.set('/docs/c', page('Citrine', ''))
  linked.pages.set('/docs/secret', page('Secret', ''))
  linked.pages.set('/docs/hidden', page('Hidden', '', '<meta name="robots" content="noindex">'))
  linked.pages.set('/docs/copy', page('Copy', '', '<link rel="canonical" href="/docs/c">'))
  linked.pages.set('/docs/loop-1', { html: '', location: '/docs/loop-2' })
  linked.pages.set('/docs/loop-2', { html: '', location: '/docs/loop-1' })
  linked.pages.set('/blog', page('Blog', ''))
  linked.files.set('/robots.txt', { body: 'User-agent: *\nDisallow: /docs/secret' })

  endless = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    const more = () => {
      if (response.destroyed) return
      if (response.write('<p>never an end</p>'.repeat(1000))) setImmediate(more)
    }
    response.on('drain', more)
    more()
  })
  await new Promise<void>((resolve) => void endless.listen(0, '127.0.0.1', resolve))

  // A sitemap of a million pages, every one of which is there.
  huge = createServer((request, response) => {
    const isSitemap = request.url === '/sitemap.xml'
    response.writeHead(request.url === '/robots.txt' ? 404 : 200, {
      'content-type': isSitemap ? 'application/xml' : 'text/html',
    })
    if (!isSitemap) return void response.end(docusaurusPage('Huge', `<p>Page ${request.url}.</p>`))
    response.write('<urlset>')
    const more = () => {
      for (; entriesSent < 1_000_000 && !response.destroyed; ) {
        entriesSent += 1
        if (!response.write(`<url><loc>${baseOf(huge)}/p${entriesSent}</loc></url>`)) return
      }
      response.end('</urlset>')
    }
    response.on('drain', more)
    more()
  })
  await new Promise<void>((resolve) => void huge.listen(0, '127.0.0.1', resolve))

  untrusted = createTlsServer(selfSigned('127.0.0.1'), (_, response) =>
    response.end(docusaurusPage('Untrusted', '<p>Nobody vouches for this.</p>')),
  )
  await new Promise<void>((resolve) => void untrusted.listen(0, '127.0.0.1', resolve))

  bad.pages.set('/good', page('Good', ''))
  bad.pages.set('/large', { html: docusaurusPage('Large', `<p>${'word '.repeat(10_000_000)}</p>`) })
  bad.pages.set('/broken', { html: '', status: 500 })
  bad.pages.set('/self', { html: '', location: '/self' })
  bad.pages.set('/round-1', { html: '', location: '/round-2' })
  bad.pages.set('/round-2', { html: '', location: '/round-1' })
  bad.pages.set('/locked', { html: '%PDF-1.7', headers: { 'content-type': 'application/pdf' } })
  bad.files.set('/manual.pdf', { body: '%PDF-1.7 /Encrypt', type: 'application/pdf' })
  bad.pages.set('/away', { html: '', location: 'https://elsewhere.example/' })
  bad.pages.set('/empty', { html: '<html><body></body></html>' })
  bad.pages.set('/json', { html: '{}', headers: { 'content-type': 'application/json' } })
  bad.list('/sitemap.xml', [
    ...[...bad.pages.keys()].map((path) => ({ path })),
    { path: '/nowhere' },
    { path: '/manual.pdf' },
  ])

  const website = (place: string, name: string, more = {}) => ({
    kind: 'website',
    place,
    name,
    ...more,
  })
  local = await startLocalSuite({
    plan: 'free',
    isIngested: false,
    settings: {
      CONTENT_SOURCES: JSON.stringify([
        website(`${built.url}/sitemap.xml`, 'built'),
        website(`${linked.url}/docs/`, 'linked'),
        website(`${bad.url}/sitemap.xml`, 'bad'),
        website(`${baseOf(endless)}/`, 'endless'),
        website(`${baseOf(huge)}/sitemap.xml`, 'huge', { max_pages: 3 }),
        website(`${baseOf(untrusted).replace('http:', 'https:')}/`, 'certificate'),
        website('http://127.0.0.1:9/', 'down'),
      ]),
    },
  })
  const run = await local.ingest()
  expect(run.status).toBe('completed')
  chapters = (run.chapters ?? []).map(({ source_path, status, error_message, warnings }) => ({
    source_path,
    status,
    error_message,
    ...(warnings && { warnings }),
  }))
}, 600_000)
afterAll(async () => {
  await local?.close()
  for (const server of [endless, huge, untrusted]) server.closeAllConnections()
  await Promise.all([
    built.close(),
    linked.close(),
    bad.close(),
    ...[endless, huge, untrusted].map((server) => new Promise((resolve) => server.close(resolve))),
  ])
})

const passages = async (source: string) =>
  await local.sql`select content, section, chapter, url from documents where source = ${source} order by chunk_index`

test.each([
  ['docusaurus', 'The Docusaurus lamp'],
  ['vitepress', 'The VitePress lamp'],
  ['mkdocs', 'The MkDocs lamp'],
  ['plain.html', 'The plain lamp'],
])('of a page that %s built the article alone is read', async (path, title) => {
  const found = await passages(`built:${path}`)
  const text = found.map(({ content }) => content).join('\n')
  expect(text).toContain('The lamp is lit with a brass taper, and `a < b`.')
  expect(text).toContain('```js\nconst lamp = 1\n```')
  expect(text).toContain('see oil')
  expect(text).not.toMatch(/\bwords\b|¶|#how/)
  expect(found.map(({ chapter }) => chapter)).toEqual(found.map(() => title))
  expect(found.at(-1)?.url).toMatch(new RegExp(`^${built.url}/${path}/?#how-it-is-lit$`))
})

test('a site without a sitemap is read by its links, below where it begins', async () => {
  const rows = await local.sql`
    select distinct source from documents where starts_with(source, 'linked:') order by source`
  expect(rows.map(({ source }) => source)).toEqual([
    'linked:docs',
    'linked:docs/a',
    'linked:docs/b',
    'linked:docs/c',
  ])
  expect(linked.asked.map(({ path }) => path)).not.toContain('/docs/secret')
  expect(linked.asked.map(({ path }) => path)).not.toContain('/blog')
  expect(linked.asked.filter(({ path }) => path === '/docs/loop-1')).toHaveLength(1)
})

test.each([
  ['bad:large', /\/large: it is longer than 5 MiB/],
  ['bad:broken', /\/broken: the site answered 500/],
  ['bad:self', /\/self: it redirects to itself/],
  ['huge:sitemap.xml', /\/sitemap\.xml: it lists more than the 3 pages of max_pages/],
  ['endless:', /longer than/],
  [
    'certificate:',
    /^https:\/\/127\.0\.0\.1:\d+\/: could not be fetched: no secure connection was made: see that its certificate/,
  ],
  ['down:', /127\.0\.0\.1:9\/: could not be fetched/],
])('%s is one line of the run, and the run goes on', (path, message) => {
  const lines = chapters.filter(({ source_path }) => source_path === path)
  expect(lines).toEqual([
    { source_path: path, status: 'failed', error_message: expect.stringMatching(message) },
  ])
})

test.each([
  [
    'a PDF by its name',
    '/manual.pdf',
    'it is a PDF, and PDFs are not read: give its text as a page',
  ],
  ['a PDF by its type', '/locked', 'it is a PDF, and PDFs are not read: give its text as a page'],
  ['a circle of redirects', '/round-2', 'it redirects to /round-1, which is no page'],
])('%s is named in the run, whatever is in it', (_, path, why) => {
  const named = chapters.filter(({ source_path }) => source_path === `bad:${bad.url}${path}`)
  expect(named).toMatchObject([{ status: 'completed', warnings: [why] }])
})

test('of a million pages that a sitemap lists no more are read than are wanted', async () => {
  const rows = await local.sql`
    select distinct source from documents where starts_with(source, 'huge:') order by source`
  expect(rows.map(({ source }) => source)).toEqual(['huge:p1', 'huge:p2', 'huge:p3'])
  expect(entriesSent).toBeLessThan(1_000_000)
})

test('what a site has that is no page is none, and the others are read', async () => {
  const rows = await local.sql`
    select distinct source from documents where starts_with(source, 'bad:')`
  expect(rows.map(({ source }) => source)).toEqual(['bad:good'])
})

test('a site that is away for a run keeps its pages', async () => {
  const before = await local.sql`select id from documents where starts_with(source, 'built:')`
  built.files.set('/sitemap.xml', { body: 'no sitemap at all' })
  const run = await local.ingest()
  expect(run.status).toBe('completed')
  expect(await local.sql`select id from documents where starts_with(source, 'built:')`).toEqual(
    before,
  )
  expect(
    run.chapters?.find(({ source_path }) => source_path === 'built:')?.error_message,
  ).toContain('lists no page')
}, 600_000)
