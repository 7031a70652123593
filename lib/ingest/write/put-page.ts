import type { Page } from '../page/page.ts'
import { putChapter } from './complete-page.ts'
import { type ChangeDeps, differenceOf, wantedOf, withVectors, writePoints } from './page-change.ts'
import {
  forgetRemoved,
  putPassages,
  removePassages,
  storedEmbeddings,
  storedOfPage,
} from './stored-passages.ts'

/** Brings a page's passages into both stores at once, outside of any run. */
export async function putPage(page: Page, version: string, deps: ChangeDeps): Promise<void> {
  const { neon, embeddingModel } = deps
  const path = page.sourcePath
  const [stored, embeddings] = await neon.transaction(
    [storedOfPage(path), storedEmbeddings(wantedOf(page), false, embeddingModel)],
    { readOnly: true },
  )
  const { changed, stale } = differenceOf(page, stored, false, deps)
  const { records } = await withVectors(page, changed, embeddings, deps)
  await writePoints(page, records, {}, deps)
  await neon.transaction([
    putPassages(records, embeddingModel),
    putChapter(path, version, page),
    ...(stale.length > 0 ? [removePassages(stale), forgetRemoved(stale)] : []),
  ])
}
