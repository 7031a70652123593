import type { Queue } from '@cloudflare/workers-types/experimental'
import type { Neon } from '../../clients/neon.ts'
import type { OpenRouter } from '../../clients/openrouter.ts'
import type { Qdrant } from '../../clients/qdrant.ts'
import type { RedisDoor } from '../../clients/redis.ts'
import type { ContentSource } from '../../content-sources.ts'
import type { Publish } from '../../webhooks/publish.ts'
import type { Waker } from '../../webhooks/wake.ts'
import { crawledPage } from '../crawl/crawled-pages.ts'
import { expandIncludes, mayInclude } from '../include/expand-includes.ts'
import { withIncluded } from '../include/version-of-includes.ts'
import { finishRun, type RunEnd } from '../ledger/finish-run.ts'
import type { PageMessage } from '../ledger/messages.ts'
import { isToDo, pageStatusOf } from '../ledger/page-status.ts'
import type { PageResult } from '../ledger/runs.ts'
import { type Page, readPage } from '../page/page.ts'
import { PageError } from '../page/page-error.ts'
import { readText, refuseLarge } from '../page/page-text.ts'
import { documentAt, isPushed, pathOf } from '../source/pushed-documents.ts'
import { readPushed } from '../source/read-pushed.ts'
import { pathWithin, type Repository, saidOf } from '../source/repository.ts'
import { endChapter } from './complete-page.ts'
import type { EmbedTexts } from './embed-together.ts'
import { differenceOf, wantedOf, withVectors, writePoints } from './page-change.ts'
import { storedEmbeddings, storedOfPage } from './stored-passages.ts'

export interface IndexDeps {
  neon: Neon
  qdrant: Qdrant
  redis: RedisDoor
  /** Where pages come from, in the owner's order. */
  sources: ContentSource[]
  repositories: Repository[]
  queue: Queue
  openrouter: Pick<OpenRouter, 'embed'>
  publish: Publish
  waker: Pick<Waker, 'wake'>
  now: () => number
  pause: (ms: number) => Promise<void>
  embeddingModel: string
  dimensions: number
  timeoutMs: number
}

export interface PageDeps extends IndexDeps {
  embed: EmbedTexts
}

/**
 * Brings one page's passages to the state of the source: writes what is new, then removes what the
 * page no longer has, then marks the page. Stopped anywhere and begun again, it ends the same: the
 * vector store is changed before Neon, so that what Neon holds is known to be in both.
 */
export async function indexPage(message: PageMessage, deps: PageDeps): Promise<RunEnd> {
  const path = message.file.path
  const fetched = await fetchPage(message, deps)
  if (fetched === undefined) {
    // Its files may take more requests than this invocation has left.
    await deps.queue.send({ ...message, with_includes: true })
    return undefined
  }
  const { page, version } = fetched
  const [status, stored, embeddings] = await deps.neon.transaction(
    [
      pageStatusOf(message.run_id, path),
      storedOfPage(path),
      storedEmbeddings(wantedOf(page), message.rewrite, deps.embeddingModel),
    ],
    { readOnly: true },
  )
  if (!isToDo(status[0])) return await finishRun(message.run_id, message.collection, deps)
  const { changed, added, stale } = differenceOf(page, stored, message.rewrite, deps)
  const { records, tokens } = await withVectors(page, changed, embeddings, deps)
  await writePoints(page, records, message, deps)
  const result: PageResult = {
    partNumber: page.partNumber,
    title: page.title,
    added,
    kept: page.passages.length - added,
    removed: stale.length,
    tokens,
    warnings: page.warnings,
    ...(page.passages.length > 0 && hasOwnAddress(message, deps) && { url: page.url }),
  }
  const { isLast } = await endChapter(
    { ...message, version },
    { page, records, stale, result },
    deps,
  )
  return isLast ? await finishRun(message.run_id, message.collection, deps) : undefined
}

/** The pages of a description of an API are all at one address. */
const hasOwnAddress = ({ source = '' }: PageMessage, { sources }: IndexDeps) =>
  !sources.some(({ kind, name }) => kind === 'openapi' && name === source)

/** The page as the source has it; undefined where it includes files, for which it comes again. */
async function fetchPage(
  message: PageMessage,
  { neon, sources, repositories, now }: IndexDeps,
): Promise<{ page: Page; version: string } | undefined> {
  const { category, commit, generator, run_id, source: name = '' } = message
  if (isPushed(message.file.path)) return await fetchPushed(message, neon, now())
  const fetched = sources.find((source) => source.kind !== 'github' && source.name === name)
  if (fetched) return await fetchCrawled(message, fetched, neon, now())
  const repository = repositories.find(({ source }) => source.name === name)
  if (!repository) throw new PageError(message.file.path, 1, noSource(name))
  const { source: content, github, categories } = repository
  const file = { ...message.file, path: pathWithin(message.file.path, content) }
  refuseLarge(file.size ?? 0, file.path)
  const [bytes, partOfBook] = await Promise.all([
    github.file({ ...file, commit }),
    category && categories.get({ ...category, commit }),
  ])
  const text = readText(bytes, file.path)
  const source = {
    ...saidOf(content),
    path: file.path,
    sourcePath: message.file.path,
    text,
    contentPath: content.path,
    generator,
    translation: message.translation,
    now: now(),
    ...(content.url !== undefined && { siteUrl: content.url }),
    ...(partOfBook && { category: partOfBook }),
  }
  if (!mayInclude(text)) return { page: await readPage(source), version: message.version }
  if (!message.with_includes) return undefined

  const at = await repository.files.at(run_id, { commit, ref: content.ref })
  const expanded = await expandIncludes(text, file.path, at.include)
  const included = expanded.included.map((path) => ({ path, sha: at.shaOf(path) ?? '' }))
  return {
    page: await readPage({ ...source, text: expanded.text, warnings: expanded.warnings }),
    version: withIncluded(message.version, included),
  }
}

/** A page of a site or of an API's description, as it was last fetched. */
async function fetchCrawled(
  { file, version }: PageMessage,
  source: ContentSource,
  neon: Neon,
  now: number,
) {
  const path = pathWithin(file.path, source)
  const [crawled] = await neon.run(crawledPage(source.name, path))
  if (!crawled) throw new PageError(file.path, 1, 'the page was gone while the run was under way')
  const { content: text, url, title } = crawled
  // A title in the page's head has the site's name behind it as a rule.
  const named = {
    ...(title !== '' && !/^# /m.test(text) && { title }),
    url: url.replace(/#.*$/, ''),
    now,
  }
  const given = { ...saidOf(source), ...named, path: `${path}.md`, sourcePath: file.path, text }
  return { page: await readPage(given), version }
}

const noSource = (name: string) => `its source ${name} is not in CONTENT_SOURCES any more`

async function fetchPushed({ file, version }: PageMessage, neon: Neon, now: number) {
  const path = pathOf(file.path)
  const [document] = await neon.run(documentAt(path))
  if (!document) throw new PageError(path, 1, 'the page was removed while the run was under way')
  return { page: await readPushed(document, now), version }
}
