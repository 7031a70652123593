import type { Neon } from '../../clients/neon.ts'
import type { ContentSource } from '../../content-sources.ts'
import { crawledPage } from '../crawl/crawled-pages.ts'
import { expandIncludes, mayInclude } from '../include/expand-includes.ts'
import { withIncluded } from '../include/version-of-includes.ts'
import type { PageMessage } from '../ledger/messages.ts'
import { type Page, type PageDeps, readPageWith } from '../page/page.ts'
import { PageError } from '../page/page-error.ts'
import { readText, refuseLarge } from '../page/page-text.ts'
import { documentAt, isPushed, pathOf } from '../source/pushed-documents.ts'
import { readPushed } from '../source/read-pushed.ts'
import { pathWithin, type Repository, saidOf } from '../source/repository.ts'

export interface FetchDeps extends PageDeps {
  neon: Neon
  /** Where pages come from, in the owner's order. */
  sources: ContentSource[]
  repositories: Repository[]
  now: () => number
}

/** A page as it was read, and what its chapter's row holds once it is indexed so. */
export interface FetchedPage {
  page: Page
  version: string
}

/** The page as the source has it; undefined where it includes files, for which it comes again. */
export async function fetchPage(
  message: PageMessage,
  deps: FetchDeps,
): Promise<FetchedPage | undefined> {
  const { sources, repositories, now } = deps
  const { category, commit, generator, run_id, source: name = '' } = message
  if (isPushed(message.file.path)) return await fetchPushed(message, deps)
  const fetched = sources.find((source) => source.kind !== 'github' && source.name === name)
  if (fetched) return await fetchCrawled(message, fetched, deps)
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
  if (!mayInclude(text)) return { page: await readPageWith(source, deps), version: message.version }
  if (!message.with_includes) return undefined

  const at = await repository.files.at(run_id, { commit, ref: content.ref })
  const expanded = await expandIncludes(text, file.path, at.include)
  const included = expanded.included.map((path) => ({ path, sha: at.shaOf(path) ?? '' }))
  const whole = { ...source, text: expanded.text, warnings: expanded.warnings }
  return {
    page: await readPageWith(whole, deps),
    version: withIncluded(message.version, included),
  }
}

/** A page of a site or of an API's description, as it was last fetched. */
async function fetchCrawled(
  { file, version }: PageMessage,
  source: ContentSource,
  deps: FetchDeps,
) {
  const path = pathWithin(file.path, source)
  const [crawled] = await deps.neon.run(crawledPage(source.name, path))
  if (!crawled) throw new PageError(file.path, 1, 'the page was gone while the run was under way')
  const { content: text, url, title } = crawled
  // A title in the page's head has the site's name behind it as a rule.
  const named = {
    ...(title !== '' && !/^# /m.test(text) && { title }),
    url: url.replace(/#.*$/, ''),
    now: deps.now(),
  }
  const given = { ...saidOf(source), ...named, path: `${path}.md`, sourcePath: file.path, text }
  return { page: await readPageWith(given, deps), version }
}

const noSource = (name: string) => `its source ${name} is not in CONTENT_SOURCES any more`

async function fetchPushed({ file, version }: PageMessage, deps: FetchDeps) {
  const path = pathOf(file.path)
  const [document] = await deps.neon.run(documentAt(path))
  if (!document) throw new PageError(path, 1, 'the page was removed while the run was under way')
  return { page: await readPushed(document, deps), version }
}
