import { expect, test } from 'vitest'
import type { Generator } from '../../lib/content-sources.ts'
import { readPage } from '../../lib/ingest/page/page.ts'
import { translationsOf } from '../../lib/ingest/page/translation.ts'
import { compare } from '../../lib/ingest/run/compare.ts'

const at = (path: string) => ({ path, sha: path, size: 1 })

/** What a run over these files makes of each: its language, address, part and title. */
async function pagesOf(
  paths: string[],
  { contentPath = 'docs', generator }: { contentPath?: string; generator?: Generator } = {},
) {
  const options = { contentPath, generator, salt: '', force: false }
  const { changed } = compare(paths.map(at), new Map(), options)
  return await Promise.all(
    changed.map(async ({ file, translation }) => {
      const source = { path: file.path, text: 'Words.\n', contentPath, generator, translation }
      const page = await readPage({ ...source, siteUrl: 'https://b.example/docs' })
      return [page.url?.replace('https://b.example', ''), page.language, page.part, page.title]
    }),
  )
}

test.each<[Generator | undefined, string[], unknown[][]]>([
  [
    'docusaurus',
    [
      'docs/01-guides/02-oil.md',
      'i18n/fr/docusaurus-plugin-content-docs/current/01-guides/02-oil.md',
      'i18n/pt-BR/docusaurus-plugin-content-docs/current/01-guides/02-oil.md',
      'i18n/fr/docusaurus-plugin-content-blog/2024-01-01-news.md',
      'i18n/fr/docusaurus-plugin-content-docs/current/_part.md',
    ],
    [
      ['/docs/guides/oil', 'en', 'Guides', 'Oil'],
      ['/fr/docs/guides/oil', 'fr', 'Guides', 'Oil'],
      ['/pt-BR/docs/guides/oil', 'pt', 'Guides', 'Oil'],
    ],
  ],
  [
    'vitepress',
    ['docs/guide/oil.md', 'docs/zh/guide/oil.md', 'docs/zh/index.md'],
    [
      ['/docs/guide/oil.html', 'en', 'Guide', 'Oil'],
      ['/docs/zh/guide/oil.html', 'zh', 'Guide', 'Oil'],
      ['/docs/zh/', 'zh', '', 'Index'],
    ],
  ],
  [
    'starlight',
    ['docs/en/guides/oil.md', 'docs/pt-BR/guides/oil.md'],
    [
      ['/docs/en/guides/oil/', 'en', 'Guides', 'Oil'],
      ['/docs/pt-br/guides/oil/', 'pt', 'Guides', 'Oil'],
    ],
  ],
  [
    'hugo',
    [
      'docs/lamps/oil.md',
      'docs/lamps/oil.de.md',
      'docs/lamps/_index.md',
      'docs/lamps/_index.de.md',
    ],
    [
      ['/docs/lamps/oil/', 'en', 'Lamps', 'Oil'],
      ['/docs/de/lamps/oil/', 'de', 'Lamps', 'Oil'],
      ['/docs/lamps/', 'en', 'Lamps', 'Lamps'],
      ['/docs/de/lamps/', 'de', 'Lamps', 'Lamps'],
    ],
  ],
  [
    'mkdocs',
    ['docs/oil.en.md', 'docs/oil.zh-TW.md'],
    [
      ['/docs/oil/', 'en', '', 'Oil'],
      ['/docs/zh-TW/oil/', 'zh', '', 'Oil'],
    ],
  ],
  [
    'vitepress',
    ['docs/oil.md', 'docs/oil.zh.md'],
    [
      ['/docs/oil.html', 'en', '', 'Oil'],
      ['/docs/oil.zh.html', 'zh', '', 'Oil'],
    ],
  ],
])('%s: the copies of a page in other languages are at %j', async (generator, paths, expected) => {
  expect(await pagesOf(paths, { ...(generator && { generator }) })).toEqual(expected)
})

test.each([
  ['a folder that is no language', ['docs/a.md', 'docs/api/a.md']],
  ['a word that is a language too', ['docs/index.md', 'docs/it/index.md', 'docs/it/laptops.md']],
  ['a folder whose pages are nowhere else', ['docs/a.md', 'docs/go/b.md', 'docs/de/c.md']],
  ['a folder of which little is elsewhere', ['a.md', 'de/a.md', 'de/b.md', 'de/c.md']],
  ['an ending without its page', ['docs/node.js.md', 'docs/release.no.md']],
  [
    'another site’s folder i18n',
    ['docs/a.md', 'old/i18n/fr/docusaurus-plugin-content-docs/current/a.md'],
  ],
])('%s makes no copy in a language', (_, paths) => {
  const contentPath = paths.every((path) => /^(?:docs|old)\//.test(path)) ? 'docs' : ''
  expect([...translationsOf(paths, contentPath).keys()]).toEqual([])
})

test('a page that says its language itself is of that one', async () => {
  const [page] = await Promise.all([
    readPage({
      path: 'docs/fr/a.md',
      text: '---\nlang: de\n---\n\nWorte.\n',
      translation: { locale: 'fr', by: 'folder' },
    }),
  ])
  expect(page?.language).toBe('de')
})

test('a page is read again when it comes to be of a language', () => {
  const options = { contentPath: 'docs', salt: 's', force: false }
  const alone = compare([at('docs/oil.zh.md')], new Map(), options)
  const both = compare([at('docs/oil.zh.md'), at('docs/oil.md')], new Map(), options)
  expect(alone.changed[0]?.version).not.toBe(both.changed[0]?.version)
})
