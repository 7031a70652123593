import { build } from 'esbuild'
import { expect, inject, test } from 'vitest'
import { readText } from '../support/read-handbook.ts'
import { openPage } from './reader.ts'

const chapter = 'handbook/Part-3-using-the-api/16-the-client.md'

test("the handbook's page shows an answer as it comes, by the typed client", async () => {
  const samples = [...readText(chapter).matchAll(/```ts\n([\s\S]*?)```/g)]
  const [, sample = ''] = samples.find(([, code]) => code?.includes('document.body')) ?? []
  const { outputFiles } = await build({
    stdin: {
      contents: sample.replace('https://marginalia.example.workers.dev', inject('suite')),
      resolveDir: import.meta.dirname,
    },
    alias: { 'marginalia-client': `${import.meta.dirname}/../../packages/client/src/index.ts` },
    bundle: true,
    write: false,
    format: 'esm',
  })
  const { page, console, close } = await openPage({
    html: '<!doctype html><title>A page</title><body></body>',
  })
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '', type: 'module' })
  await page.locator('output', { hasText: '[1]' }).waitFor()
  expect(console).toEqual([])
  await close()
})
