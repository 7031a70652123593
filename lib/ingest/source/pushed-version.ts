import { contentHash } from '../../index/passage-id.ts'
import { splitterVersion } from '../split/splitter-version.ts'
import { sourceOf } from './pushed-documents.ts'

interface Model {
  embeddingModel: string
  dimensions: number
}

/** What a pushed page's row holds once it is indexed as it is now. */
export async function pushedVersion(
  etag: string,
  { embeddingModel, dimensions }: Model,
): Promise<string> {
  const decisive = [splitterVersion, embeddingModel, dimensions]
  return `${etag}:${(await contentHash(decisive.join('\n'))).slice(0, 12)}`
}

/** A pushed page as a run compares it. */
export const pushedPage = async (
  { path, etag, size }: { path: string; etag: string; size: number },
  model: Model,
) => ({
  file: { path: sourceOf(path), sha: etag, size },
  version: await pushedVersion(etag, model),
})
