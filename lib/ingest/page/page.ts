import type { Generator } from '../../content-sources.ts'
import { contentHash, passageId } from '../../index/passage-id.ts'
import { detectLanguage } from '../../text/language.ts'
import { formatOf } from '../format/page-format.ts'
import { embeddedText, type Passage, splitPage } from '../split/split-markdown.ts'
import { anchorStyleOf } from '../syntax/anchor-style.ts'
import type { Category } from './category-file.ts'
import type { FrontMatter } from './front-matter.ts'
import { groupsOf } from './groups.ts'
import { type Place, placeInBook, readableName } from './page-path.ts'
import { dropsEnding, encodedOnce, pageUrl, translatedSite } from './page-url.ts'
import { proseOf } from './prose.ts'
import { readSource } from './read-source.ts'
import { languageOfLocale, type Translation, untranslated } from './translation.ts'
import { publicationOf } from './unpublished.ts'

export interface PageSource {
  path: string
  text: string
  /** The name under which its passages are stored, where that is not the path. */
  sourcePath?: string
  /** The page's own address and title, where whoever gives it knows them. */
  url?: string
  title?: string
  /** What its source says of it: who may read it where it does not say so itself, and of what it is. */
  groups?: string[]
  version?: string
  site?: string
  language?: string
  /** Of which language's copy it is of another page. */
  translation?: Translation | undefined
  /** Why its readers do not see it, where that stands in no field. */
  hidden?: string
  /** The folder of the repository that holds the book. */
  contentPath?: string
  /** Where that folder's pages begin on the site: `https://book.example/docs`. */
  siteUrl?: string
  /** The category file of the part's folder. */
  category?: Category
  /** What makes the site of the pages; Docusaurus when absent. */
  generator?: Generator | undefined
  /** What could not be read of what the page includes. */
  warnings?: string[]
  /** Milliseconds: what is to appear later is not published yet. */
  now?: number
}

export interface PagePassage extends Omit<Passage, 'text'> {
  id: bigint
  /** What is shown. */
  content: string
  /** What is embedded: the content under its headings. */
  embeddedText: string
  /** SHA-256 over what is embedded. */
  contentHash: string
  /** The page's URL with the anchor of the nearest heading. */
  url?: string
}

export interface Page {
  sourcePath: string
  partNumber: number
  part: string
  title: string
  language: string
  url?: string
  tags: string[]
  /** The readers who may see it; everybody where there are none. */
  groups: string[]
  version?: string
  site?: string
  category?: string
  intent?: string
  /** What keeps the page from the site's readers: it has no passages, for nobody may find it. */
  unpublished?: string
  /** Whether that may change at a date that the page names, though its file stays as it is. */
  isDated: boolean
  /** What its owner should know, although the page was read. */
  warnings: string[]
  passages: PagePassage[]
}

export interface PageDeps {
  /** Reads the characters that HTML calls by a name. */
  readCharacters: () => Promise<void>
}

/** Reads one page of the book in a Worker, which reads such characters when a page may name one. */
export async function readPageWith(source: PageSource, deps: PageDeps): Promise<Page> {
  if (source.text.includes('&')) await deps.readCharacters()
  return await readPage(source)
}

/** Reads one page of the book; throws a PageError that names path and line if its author must act. */
export async function readPage(source: PageSource): Promise<Page> {
  const { path, generator, now = Date.now() } = source
  const { fields, raw, body } = readSource(source)
  const place = placeOf(source)
  const anchors = anchorStyleOf(generator, formatOf(path) ?? 'markdown')
  const { title: firstHeading, passages } = splitPage(body, {
    syntax: { generator, isMdx: path.endsWith('.mdx') },
    anchors,
  })
  const url = urlOf(source, place, fields)
  const publication = publicationOf({ fields: raw, path, body, now })
  const groups = groupsOf(raw) ?? source.groups ?? []
  const unpublished =
    publication.unpublished ??
    source.hidden ??
    (groups === 'nobody' ? 'its groups name no group of readers' : undefined)
  const page = {
    sourcePath: source.sourcePath ?? path,
    ...url,
    ...partOf(place, fields, source.category),
    title: source.title ?? fields.title ?? firstHeading ?? titleOf(place),
    language: languageOf(fields, source, passages),
    tags: fields.tags ?? fields.keywords ?? [],
    groups: groups === 'nobody' ? [] : groups,
    ...(source.version !== undefined && { version: source.version }),
    ...(source.site !== undefined && { site: source.site }),
    ...(fields.category !== undefined && { category: fields.category }),
    ...(fields.intent !== undefined && { intent: fields.intent }),
    isDated: publication.isDated,
    ...(unpublished !== undefined && { unpublished }),
    warnings:
      unpublished === undefined
        ? (source.warnings ?? [])
        : [`Not published, so not answered from: ${unpublished}`],
  }
  const indexed = unpublished === undefined ? passages : []
  return { ...page, passages: await Promise.all(indexed.map((each) => inPage(page, each))) }
}

function placeOf({ path, contentPath = '', translation }: PageSource): Place {
  return placeInBook(translation ? untranslated(path, contentPath, translation) : path, contentPath)
}

function urlOf(source: PageSource, place: Place, fields: FrontMatter) {
  const { url, siteUrl, generator, translation, path, contentPath } = source
  if (url !== undefined) return { url }
  if (siteUrl === undefined) return {}
  if (translation === undefined) return { url: pageUrl(siteUrl, place, fields, generator) }
  const keepsEnding = translation.by === 'ending' && !dropsEnding(generator)
  const shown = keepsEnding ? placeInBook(path, contentPath) : place
  const site = translatedSite(siteUrl, translation, generator)
  return { url: pageUrl(site, shown, fields, generator) }
}

async function inPage(
  page: { sourcePath: string; part: string; title: string; url?: string },
  passage: Passage,
): Promise<PagePassage> {
  const { text: content, ...place } = passage
  const embedded = embeddedText(page, passage)
  const hash = passage.anchor === undefined ? '' : `#${encodedOnce(passage.anchor)}`
  return {
    ...place,
    id: await passageId(page.sourcePath, passage.section, passage.chunkIndex),
    content,
    embeddedText: embedded,
    contentHash: await contentHash(embedded),
    ...(page.url !== undefined && { url: page.url + hash }),
  }
}

function partOf(place: Place, fields: FrontMatter, category: Category = {}) {
  const position = Number.isInteger(category.position) ? category.position : undefined
  return {
    part: fields.part ?? category.label ?? place.part,
    partNumber: place.partNumber || Math.max(0, position ?? 0),
  }
}

function titleOf({ fileName, folders }: Place): string {
  const isFolderPage = /^(?:_?index|readme)$/i.test(fileName)
  return readableName((isFolderPage ? folders.at(-1) : undefined) ?? fileName)
}

function languageOf(
  { lang, language }: FrontMatter,
  { translation, language: ofSource }: PageSource,
  passages: readonly Passage[],
): string {
  const told = lang ?? language ?? translation?.locale ?? ofSource
  const stated = told && languageOfLocale(told)
  if (stated && /^[a-z]{2,3}$/.test(stated)) return stated
  return detectLanguage(proseOf(passages))
}
