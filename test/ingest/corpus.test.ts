import { expect, type TestContext, test } from 'vitest'
import { junkOf } from '../../eval/pages/junk.ts'
import { lostLines } from '../../eval/pages/lost-lines.ts'
import { readTree, type Tree, type TreePage } from '../../eval/pages/read-tree.ts'
import { corpusPath } from '../support/corpora.ts'
import { patient } from '../support/machine-pace.ts'

const trees = [
  { name: 'textbook', folder: 'textbook', contentPath: 'docs', generator: undefined },
  { name: 'hono-docs', folder: 'stress/hono-docs', contentPath: '', generator: 'vitepress' },
  { name: 'rust-book', folder: 'stress/rust-book', contentPath: 'src', generator: 'mdbook' },
] as const

const slow = { timeout: patient(180_000) }

/** A second, simpler reader of fences: the lines of code between them, those of a whole tree. */
function codeLines(text: string): string[] {
  const code: string[] = []
  let marker: string | undefined
  for (const line of text.split(/\r?\n/)) {
    const fence = /^[\s>]*(?:[-*] |\d+\. )?(`{3,}|~{3,})/.exec(line)?.[1]
    if (marker === undefined) marker = fence
    else if (fence !== undefined && line.trim().endsWith(fence) && fence.length >= marker.length) {
      marker = undefined
    } else if (line.trim() !== '' && !/\{\{#/.test(line)) code.push(line.trim())
  }
  return code
}

function lengthsOf(pages: readonly TreePage[]): string {
  const lengths = pages
    .flatMap(({ page }) => page.passages.map(({ content }) => content.length))
    .sort((a, b) => a - b)
  const at = (share: number) => lengths[Math.floor(share * (lengths.length - 1))]
  const mean = Math.round(lengths.reduce((sum, length) => sum + length, 0) / lengths.length)
  return `${lengths.length} passages, mean ${mean}, p10 ${at(0.1)}, p90 ${at(0.9)}, max ${at(1)}`
}

for (const { name, folder, contentPath, generator } of trees) {
  let reading: Promise<Tree> | undefined
  const tree = (context: TestContext) => {
    reading ??= readTree(corpusPath(context, folder), contentPath, generator)
    return reading.then(({ pages }) => pages)
  }

  test(`every page of ${name} gives whole passages`, slow, async (context) => {
    const pages = await tree(context)
    await context.annotate(lengthsOf(pages))
    for (const { text, page } of pages) {
      const passages = page.passages.map(({ content }) => content)
      expect(passages.length, page.sourcePath).toBeGreaterThan(0)
      expect(Math.max(...passages.map(({ length }) => length))).toBeLessThanOrEqual(2_000)
      expect(passages.flatMap(codeLines), page.sourcePath).toEqual(codeLines(text))
      expect(new Set(page.passages.map(({ id }) => id)).size).toBe(passages.length)
    }
  })

  test(`every table row of ${name} is under its header`, slow, async (context) => {
    for (const { page } of await tree(context)) {
      for (const { content } of page.passages) {
        const prose = content.replace(/^[ >]*(`{3,}).*?^[ >]*\1$/gms, '')
        for (const block of prose.split(/\n\s*\n/).filter((each) => each.startsWith('|'))) {
          expect(block.split('\n')[1], page.sourcePath).toMatch(/^[|\s:-]+$/)
        }
      }
    }
  })

  test(
    `no passage of ${name} holds junk, and no line of its prose is lost`,
    slow,
    async (context) => {
      const pages = await tree(context)
      const junk = pages.flatMap(({ page }) =>
        page.passages.flatMap(({ content }) =>
          junkOf(content).map(({ kind, line }) => `${page.sourcePath}: ${kind}: ${line}`),
        ),
      )
      const prose = pages.map(({ text, page }) => lostLines(text, page))
      const lost = prose.flatMap(({ missing }) => missing)
      const lines = prose.reduce((sum, { total }) => sum + total, 0)
      await context.annotate(
        `${lines} lines of prose, ${lost.length} lost, ${junk.length} junk lines`,
      )
      expect(junk).toEqual([])
      expect(lost).toEqual([])
    },
  )
}
