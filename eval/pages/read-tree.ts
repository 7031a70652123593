import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Generator } from '../../lib/content-sources.ts'
import { pageEnding } from '../../lib/ingest/format/page-format.ts'
import { type Page, readPage } from '../../lib/ingest/page/page.ts'
import { PageError } from '../../lib/ingest/page/page-error.ts'
import { isContentsFile, isPage } from '../../lib/ingest/page/page-path.ts'
import { guessGenerator } from '../../lib/ingest/syntax/guess-generator.ts'

/** A page of a tree, with the text of its file. */
export interface TreePage {
  text: string
  page: Page
}

export interface Tree {
  pages: TreePage[]
  /** What could not be read, in the words that its owner is told. */
  refused: string[]
  generator: Generator | undefined
}

/** Every page below a folder, read as a run reads it, but for the files that it includes. */
export async function readTree(
  root: string,
  contentPath = '',
  named?: Generator | undefined,
): Promise<Tree> {
  const files = globSync('**/*', { cwd: root })
  const generator = named ?? guessGenerator(files, contentPath)
  const tree: Tree = { pages: [], refused: [], generator }
  for (const path of files.sort()) {
    const isText = pageEnding.test(path) && isPage(path, contentPath)
    if (!isText || isContentsFile(path, generator)) continue
    const text = readFileSync(join(root, path), 'utf8')
    try {
      tree.pages.push({ text, page: await readPage({ path, text, contentPath, generator }) })
    } catch (error) {
      if (!(error instanceof PageError)) throw error
      tree.refused.push(error.message)
    }
  }
  return tree
}
