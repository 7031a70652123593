import { beginChange } from '../../index/index-version.ts'
import type { Page } from '../page/page.ts'
import { putChapters } from './complete-page.ts'
import {
  type ChangeDeps,
  differenceOf,
  embedMissing,
  missingOf,
  recordsOf,
  vectorsByHash,
  wantedOf,
  writePoints,
} from './page-change.ts'
import { putPassages, removePassages, storedEmbeddings, storedOfPages } from './stored-passages.ts'

/** Brings a page's passages into both stores at once, outside of any run. */
export async function putPage(page: Page, version: string, deps: ChangeDeps): Promise<void> {
  const { neon, embeddingModel } = deps
  const path = page.sourcePath
  const [stored, embeddings] = await neon.transaction(
    [storedOfPages([path]), storedEmbeddings(wantedOf(page), false, embeddingModel)],
    { readOnly: true },
  )
  const { changed, stale } = differenceOf(page, stored, false, deps)
  const vectors = vectorsByHash(embeddings)
  await embedMissing(missingOf(changed, vectors), vectors, deps)
  const records = recordsOf(page, changed, vectors)
  await beginChange(deps.redis)
  await writePoints([{ page, records }], {}, deps)
  await neon.transaction([
    putPassages(records, embeddingModel),
    putChapters([{ page, version }]),
    ...removePassages(stale),
  ])
}
