import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Generator } from '../../lib/content-sources.ts'
import { junkOf } from './junk.ts'
import { lostLines } from './lost-lines.ts'
import { readTree, type Tree } from './read-tree.ts'

interface Place {
  name: string
  folder: string
  contentPath?: string
  generator?: Generator
}

const corpora: Place[] = [
  { name: 'textbook', folder: 'textbook', contentPath: 'docs' },
  { name: 'hono-docs', folder: 'stress/hono-docs', generator: 'vitepress' },
  { name: 'rust-book', folder: 'stress/rust-book', contentPath: 'src', generator: 'mdbook' },
]

/** What a tree's passages hold that no reader sees, and what its readers see that no passage holds. */
export function faultsOf({ pages }: Tree) {
  const published = pages.filter(({ page }) => page.unpublished === undefined)
  const junk = published.flatMap(({ page }) =>
    page.passages.flatMap(({ content }) =>
      junkOf(content).map(({ kind, line }) => `${page.sourcePath}: ${kind}: ${line.slice(0, 200)}`),
    ),
  )
  const prose = published
    .filter(({ page }) => /\.mdx?$/.test(page.sourcePath))
    .map(({ text, page }) => lostLines(text, page))
  return {
    pages: published.length,
    unpublished: pages.length - published.length,
    passages: published.reduce((sum, { page }) => sum + page.passages.length, 0),
    lines: prose.reduce((sum, { total }) => sum + total, 0),
    junk,
    lost: prose.flatMap(({ missing }) => missing),
  }
}

/** Reads a folder, or the corpora, and prints a line a tree and each fault found in it. */
export async function printPages(options: {
  folder?: string | undefined
  generator?: Generator | undefined
  corpora: string
}) {
  const { folder, generator } = options
  const places: Place[] = folder
    ? [{ name: folder, folder, ...(generator && { generator }) }]
    : corpora.map((place) => ({ ...place, folder: join(options.corpora, place.folder) }))
  for (const place of places) {
    if (!existsSync(place.folder)) {
      console.log(`${place.name}: ${place.folder} is absent`)
      continue
    }
    const tree = await readTree(place.folder, place.contentPath, place.generator)
    const { pages, unpublished, passages, lines, junk, lost } = faultsOf(tree)
    console.log(
      `${place.name} (${tree.generator ?? 'no generator known'}): ${pages} pages, ${unpublished} not published, ` +
        `${tree.refused.length} refused, ${passages} passages, ${lines} lines of prose, ${lost.length} lost, ${junk.length} junk lines`,
    )
    for (const line of tree.refused) console.log(`  refused: ${line}`)
    for (const line of lost) console.log(`  lost: ${line}`)
    for (const line of junk) console.log(`  junk: ${line}`)
  }
}
