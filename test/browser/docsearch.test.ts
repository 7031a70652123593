import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, inject, test } from 'vitest'
import { openPage } from './reader.ts'

const folder = join(import.meta.dirname, '../docsearch')
const isInstalled = existsSync(join(folder, 'node_modules/@docsearch/js/package.json'))
const what = isInstalled ? '' : ' (needs npm ci --prefix test/docsearch)'
const chapter = join(import.meta.dirname, '../../handbook/Part-3-using-the-api/13-search.md')

/** The handbook's sample, with the suite's own host in place of the example's. */
async function sample(packageName: string, index: string): Promise<string> {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(await readFile(chapter, 'utf8')) ?? []
  const { host, protocol } = new URL(inject('suite'))
  return `import docsearch from '${packageName}'
${code
  .replace(/indices:.*/, index)
  .replace('suite.example', host)
  .replace("protocol: 'https'", `protocol: '${protocol.slice(0, -1)}'`)}`
}

async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, loader: 'ts', resolveDir: folder },
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['browser'],
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return outputFiles[0]?.text ?? ''
}

test.runIf(isInstalled).each([
  ['@docsearch/js', "indices: ['book'],"],
  ['docsearch-4', "indexName: 'book',"],
])(
  `the search box of %s shows what we find, marks it and leads to it${what}`,
  async (packageName, index) => {
    const { page, console, close } = await openPage({
      html: '<!doctype html><title>A site</title><div id="search"></div>',
    })
    await page.addScriptTag({
      content: await bundled(await sample(packageName, index)),
      type: 'module',
    })
    await page
      .getByRole('button', { name: /search/i })
      .first()
      .click()
    await page.getByRole('searchbox').pressSequentially('trimed wick')
    const hit = page.getByRole('option').first()
    // While it is typed, the box shows what the letters so far find.
    await expect
      .poll(() => hit.locator('mark, em').allTextContents(), { timeout: 10_000 })
      .toEqual(['trim', 'wick'])
    expect(await hit.getByRole('link').getAttribute('href')).toMatch(
      /filling-the-reservoir:~:text=trim%20the%20wick/,
    )
    await page.getByRole('searchbox').fill('zeppelin')
    await page
      .getByText(/no results/i)
      .first()
      .waitFor()
    // The box focuses its field twice.
    expect(console.filter((line) => !line.startsWith('Autofocus processing'))).toEqual([])
    await close()
  },
)
