import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { junkOf } from '../../eval/pages/junk.ts'
import { type Generator, generators } from '../../lib/content-sources.ts'
import { readPage } from '../../lib/ingest/page/page.ts'
import { splitMarkdown } from '../../lib/ingest/split/split-markdown.ts'
import { guessGenerator } from '../../lib/ingest/syntax/guess-generator.ts'

const folder = join(import.meta.dirname, 'syntax')
const pages = readdirSync(folder).filter((name) => !name.endsWith('.passages.txt'))

const ofFormat: Record<string, Generator | undefined> = {
  notebook: 'jupyter-book',
  restructured: 'sphinx',
  asciidoc: undefined,
}

function generatorOf(name: string): Generator | undefined {
  const stem = name.replace(/\..*$/, '')
  return generators.find((generator) => generator === stem) ?? ofFormat[stem]
}

async function read(name: string) {
  const text = readFileSync(join(folder, name), 'utf8')
  const site = { contentPath: 'docs', siteUrl: 'https://book.example' }
  return await readPage({ path: `docs/${name}`, text, ...site, generator: generatorOf(name) })
}

test.each(pages)(
  '%s: what a reader of the site sees is a passage, and nothing else',
  async (name) => {
    const page = await read(name)
    const shown = page.passages.map(
      ({ url, section, content }) => `## ${section || page.title} <${url}>\n\n${content}\n`,
    )
    await expect(shown.join('\n')).toMatchFileSnapshot(join(folder, `${name}.passages.txt`))
  },
)

test.each(pages)('%s: no passage holds junk', async (name) => {
  const page = await read(name)
  expect(page.passages.flatMap(({ content }) => junkOf(content))).toEqual([])
})

test('every generator has a page here', () => {
  const named = pages.map(generatorOf)
  expect(generators.filter((generator) => !named.includes(generator))).toEqual([])
})

test.each<[Generator | undefined, string[], string?]>([
  ['docusaurus', ['docs/a.md', 'website/docusaurus.config.ts']],
  ['vitepress', ['docs/.vitepress/config.mts', 'docs/a.md']],
  ['mkdocs', ['mkdocs.yml', 'docs/a.md']],
  ['mdbook', ['book.toml', 'src/SUMMARY.md']],
  ['mintlify', ['docs.json', 'a.mdx']],
  ['gitbook', ['SUMMARY.md', 'README.md']],
  ['hugo', ['hugo.toml', 'content/_index.md']],
  ['starlight', ['astro.config.mjs', 'src/content/docs/index.mdx']],
  ['nextra', ['theme.config.tsx', 'pages/index.mdx']],
  ['sphinx', ['docs/conf.py', 'docs/index.rst']],
  ['jupyter-book', ['_config.yml', '_toc.yml']],
  ['hugging-face', ['docs/source/en/_toctree.yml']],
  ['obsidian', ['.obsidian/app.json', 'Note.md']],
  ['mkdocs', ['old/book.toml', 'new/mkdocs.yml', 'new/docs/a.md'], 'new/docs'],
  [undefined, ['docs/a.md', 'README.md', 'package.json']],
])('%s is guessed from %j', (generator, paths, contentPath = '') => {
  expect(guessGenerator(paths, contentPath)).toBe(generator)
})

test('a shortcode that is written about is shown as its author means it', () => {
  const [passage] = splitMarkdown('Write {{</* note */>}} or {{%/* tip */%}}.')
  expect(passage?.text).toBe('Write {{< note >}} or {{% tip %}}.')
})
