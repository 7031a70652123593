import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { beforeAll, expect, inject, test } from 'vitest'
import { openPage } from './reader.ts'

const chapter = new URL(
  '../../handbook/Part-3-using-the-api/11-other-protocols.md',
  import.meta.url,
)

let app: string
beforeAll(async () => {
  const text = await readFile(chapter, 'utf8')
  const source = /```tsx\n([\s\S]*?)```/.exec(text)?.[1] ?? ''
  app = await bundle(source.replace('https://marginalia.example.workers.dev', inject('suite')))
})

async function bundle(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, loader: 'tsx', resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    write: false,
    format: 'esm',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
  return outputFiles[0]?.text ?? ''
}

test("the handbook's React page answers and cites with useChat as it comes", async () => {
  const { page, console, close } = await openPage({
    html: '<!doctype html><title>A React page</title><div id="root"></div>',
  })
  await page.addScriptTag({ content: app, type: 'module' })
  const answers = page.getByRole('article', { name: 'assistant' })
  const ask = async (question: string) => {
    await page.getByLabel('Question').fill(question)
    await page.getByRole('button', { name: 'Ask' }).click()
  }
  await ask('How often does the keeper ring the bell in fog?')
  await answers.first().locator('p', { hasText: '[1]' }).waitFor()
  const source = answers.first().getByRole('link', { name: '[1]' })
  expect(await source.textContent()).toBe('[1] The watch › Fog')
  expect(await source.getAttribute('href')).toContain(inject('suite'))
  await ask('Which submarine cables cross Antarctica?')
  await answers.nth(1).locator('p', { hasText: 'does not answer' }).waitFor()
  expect(console).toEqual([])
  await close()
})
