import { afterAll, beforeAll, expect, test } from 'vitest'
import { docusaurusPage, startSite } from '../support/a-site.ts'
import { type LocalSuite, startLocalSuite } from '../support/local-suite.ts'

const pagesAtFirst = 500
const pathOf = (n: number) => `/docs/lamp-${n}`
const textOf = (n: number, more = '') =>
  docusaurusPage(
    `Lamp ${n}`,
    `<h2 id="wick-of-${n}">The wick<a class="hash-link" href="#wick-of-${n}">#</a></h2><p>Lamp number ${n} has a wick of ${n} threads.${more}</p>`,
  )

let site: Awaited<ReturnType<typeof startSite>>
let local: LocalSuite
beforeAll(async () => {
  site = await startSite()
  for (let n = 0; n < pagesAtFirst; n += 1)
    site.pages.set(pathOf(n), { html: textOf(n), etag: `"${n}"` })
  listAll()
  site.files.set('/robots.txt', { body: 'User-agent: *\nDisallow: /private\n' })
  local = await startLocalSuite({
    docs: 'test/book',
    plan: 'free',
    isIngested: false,
    settings: {
      CONTENT_REPO: '',
      CONTENT_SOURCES: JSON.stringify([
        { kind: 'website', place: `${site.url}/sitemap.xml`, name: 'lamps', site: 'lamps' },
      ]),
    },
  })
})
afterAll(async () => {
  await local.close()
  await site.close()
})

/** Half of the pages in a plain sitemap, the others in a packed one, both named by an index. */
function listAll() {
  const entries = [...site.pages.keys()].map((path) => ({ path }))
  site.list('/one.xml', entries.slice(0, entries.length / 2))
  site.list('/two.xml.gz', entries.slice(entries.length / 2), true)
  site.index('/sitemap.xml', ['/one.xml', '/two.xml.gz'])
}

const crawled = () => {
  const asked = site.asked.splice(0).filter(({ path }) => path.startsWith('/docs/'))
  return { asked, read: asked.filter(({ status }) => status === 200).map(({ path }) => path) }
}

test('500 pages that a sitemap lists come into the index, one request at a time, under our name', async () => {
  const run = await local.ingest()
  expect(run).toMatchObject({ status: 'completed', total_chapters: pagesAtFirst })
  expect(run.chapters?.every(({ status }) => status === 'completed')).toBe(true)
  expect(new Set(site.asked.map(({ agent }) => agent.split('/')[0]))).toEqual(
    new Set(['Marginalia']),
  )
  expect(site.mostAtOnce()).toBe(1)
  expect(crawled().read).toHaveLength(pagesAtFirst)
  const found = await local.request('/v1/search?q=lamp+number+321')
  const text = JSON.stringify(await found.json())
  expect(text).toContain(`${site.url}${pathOf(321)}#wick-of-321`)
  expect(text).not.toMatch(
    /(?:menu|sidebar|breadcrumb|next|contents|copyright|edit this page) words/i,
  )
}, 600_000)

test('a crawl that finds nothing changed makes conditional requests alone', async () => {
  const run = await local.ingest()
  expect(run).toMatchObject({
    status: 'completed',
    total_chapters: pagesAtFirst,
    passages_added: 0,
  })
  expect(run.chapters).toEqual([])
  const { asked } = crawled()
  expect(asked).toHaveLength(pagesAtFirst)
  expect(asked.every(({ status, isConditional }) => status === 304 && isConditional)).toBe(true)
}, 600_000)

test('of 500 pages one changed, one gone and one that has moved are touched, and no other', async () => {
  const before = await local.sql`select source, indexed_at from documents order by source`
  site.pages.set(pathOf(7), { html: textOf(7, ' It was trimmed in May.'), etag: '"7b"' })
  site.pages.delete(pathOf(8))
  site.pages.set(pathOf(9), { html: '', location: '/docs/new-lamp-9' })
  site.pages.set('/docs/new-lamp-9', { html: textOf(9), etag: '"9"' })
  const run = await local.ingest()
  expect(run.status).toBe('completed')
  expect(run.chapters?.map(({ source_path }) => source_path).sort()).toEqual([
    'lamps:docs/lamp-7',
    'lamps:docs/lamp-8',
    'lamps:docs/lamp-9',
    'lamps:docs/new-lamp-9',
  ])
  expect(crawled().read).toEqual([pathOf(7), '/docs/new-lamp-9'])
  const after = await local.sql`select source, indexed_at from documents order by source`
  const same = before.filter(({ source, indexed_at }) =>
    after.some((row) => row.source === source && `${row.indexed_at}` === `${indexed_at}`),
  )
  expect(same).toHaveLength(pagesAtFirst - 3)
  expect(after.map(({ source }) => source)).not.toContain('lamps:docs/lamp-8')
}, 600_000)

test('pages whose sitemap says when they were changed are not asked for again', async () => {
  const entries = [...site.pages.keys()]
    .filter((path) => !['/docs/lamp-9'].includes(path))
    .map((path) => ({ path, lastmod: '2026-11-01' }))
  site.list('/one.xml', entries)
  site.list('/two.xml.gz', [], true)
  await local.ingest()
  crawled()
  const run = await local.ingest()
  expect(run.chapters).toEqual([])
  expect(crawled().asked).toEqual([])
}, 600_000)
