import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bookAddress, writeBook } from '../../dev/site/build-site.ts'
import { readPage } from '../../lib/ingest/page/page.ts'
import { isPage } from '../../lib/ingest/page/page-path.ts'

const handbook = fileURLToPath(new URL('../../handbook', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marginalia-site-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The site of a book whose pages are these; gives what is served at an address. */
async function siteOf(pages: Record<string, string>) {
  const docs = await mkdtemp(join(folder, 'docs-'))
  for (const [path, text] of Object.entries(pages)) {
    await mkdir(dirname(join(docs, path)), { recursive: true })
    await writeFile(join(docs, path), text)
  }
  return await built(docs)
}

async function built(docs: string) {
  const site = await mkdtemp(join(folder, 'site-'))
  await writeBook(docs, site)
  return { site, read: (path: string) => readFile(join(site, path), 'utf8') }
}

test('every citation of the handbook leads to a heading of its local site', async () => {
  const { read } = await built(handbook)
  const paths = (await readdir(handbook, { recursive: true })).filter((path) => isPage(path))
  expect(paths.length).toBeGreaterThan(20)
  for (const path of paths) {
    const text = await readFile(join(handbook, path), 'utf8')
    const page = await readPage({ path, text, siteUrl: `http://local.example${bookAddress}` })
    const html = await read(`${new URL(page.url ?? '').pathname}.html`)
    for (const { url = '' } of page.passages) {
      const anchor = decodeURIComponent(new URL(url).hash.slice(1))
      if (anchor !== '') expect(html).toContain(`id="${anchor}"`)
    }
  }
})

test('the demo page leads to the first page of the book', async () => {
  const { read } = await siteOf({ '02-b.md': '# B', '01-a.md': '# A', '10-c.md': '# C' })
  expect(await read('_redirects')).toBe('/ /docs/a 302\n')
  const html = await read('docs/a.html')
  expect([...html.matchAll(/<li><a href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
    '/docs/a',
    '/docs/b',
    '/docs/c',
  ])
})

test('what a page says is text: no raw HTML, no script address, no image from elsewhere', async () => {
  const { read } = await siteOf({
    'a.md': [
      '---\ntitle: "</title><script>alert(1)</script>"\n---',
      '# A <img src=x onerror=alert(1)>\n\n<script>alert(1)</script>\n',
      '[click](javascript:alert(1)) ![alt " onerror="alert(1)](http://leak.example/x.png)',
    ].join('\n'),
  })
  const html = await read('docs/a.html')
  expect(html).not.toMatch(/<script(?! defer src="\/widget.js")|<img|javascript:|leak\.example/)
})

test('links between pages follow their files, links out stay, dead links are words', async () => {
  const { read } = await siteOf({
    'a.md': '[next](part/02-b.md#two) [out](https://x.example/02-b.md) [dead](nowhere.md)',
    'part/02-b.md': '# B\n\n## Two {#two}\n\n[back](../a.md) [here](#two) [same](02-b.md#two)',
  })
  const links = (html: string) => {
    const article = /<article>([\s\S]*)<\/article>/.exec(html)?.[1] ?? ''
    return [...article.matchAll(/<a href="([^"]*)">(\w+)<\/a>/g)].map(([, href, text]) => [
      text,
      href,
    ])
  }
  const first = await read('docs/a.html')
  expect(links(first)).toEqual([
    ['next', '/docs/part/b#two'],
    ['out', 'https://x.example/02-b.md'],
  ])
  expect(first).toContain('dead')
  expect(links(await read('docs/part/b.html'))).toEqual([
    ['back', '/docs/a'],
    ['here', '#two'],
    ['same', '#two'],
  ])
})

test('a page whose slug leads out of the site, or whose front matter is broken, is left out', async () => {
  const { site } = await siteOf({
    'a.md': '# A',
    'b.md': '---\nslug: /..%2f..%2fescaped\n---\n# B',
    'c.md': '---\ntitle: [\n---\n# C',
    'd.md': '---\ndraft: true\n---\n# D',
  })
  expect((await readdir(join(site, 'docs'))).sort()).toEqual(['a.html'])
})

test('a page in Arabic runs from right to left', async () => {
  const { read } = await siteOf({ 'a.md': '# المنارة\n\nبنيت المنارة على الجزيرة منذ زمن بعيد.' })
  expect(await read('docs/a.html')).toContain('<html lang="ar" dir="rtl">')
})
