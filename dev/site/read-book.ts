import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Category, isCategoryFile, readCategory } from '../../lib/ingest/page/category-file.ts'
import { readFrontMatter } from '../../lib/ingest/page/front-matter.ts'
import { type Page, readPage } from '../../lib/ingest/page/page.ts'
import { PageError } from '../../lib/ingest/page/page-error.ts'
import { isPage } from '../../lib/ingest/page/page-path.ts'
import { readText } from '../../lib/ingest/page/page-text.ts'

export interface BookPage {
  /** The path of the file within the folder. */
  path: string
  /** Where the site shows it. */
  address: string
  title: string
  part: string
  language: string
  body: string
}

// Only the path of a page's URL is kept; the origin is whatever serves the site.
const anySite = 'https://book.example'

/** The pages of a folder of Markdown in reading order, at `base` and below, as ingestion reads them. */
export async function readBook(folder: string, base: string): Promise<BookPage[]> {
  const names = await readdir(folder, { recursive: true })
  const paths = names.map((name) => name.replaceAll('\\', '/'))
  const categories = await readCategories(folder, paths)
  const pages = paths
    .filter((path) => isPage(path))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((path) => readBookPage(folder, base, path, categories))
  return (await Promise.all(pages)).filter((page) => page !== undefined)
}

async function readCategories(folder: string, paths: string[]): Promise<Map<string, Category>> {
  const found = paths.filter(isCategoryFile).map(async (path) => {
    const category = readCategory(await readFile(join(folder, path), 'utf8'))
    return [path.slice(0, path.lastIndexOf('/') + 1), category] as const
  })
  return new Map(await Promise.all(found))
}

async function readBookPage(
  folder: string,
  base: string,
  path: string,
  categories: Map<string, Category>,
): Promise<BookPage | undefined> {
  const category = categories.get(path.slice(0, path.indexOf('/') + 1))
  try {
    const text = readText(await readFile(join(folder, path)), path)
    const source = { path, text, siteUrl: anySite + base, ...(category && { category }) }
    const page = await readPage(source)
    return page.unpublished !== undefined
      ? undefined
      : bookPage(path, page, readFrontMatter(text, path).body)
  } catch (error) {
    // Ingestion names the page and its mistake; the site goes on without it, as the index does.
    if (error instanceof PageError) return undefined
    throw error
  }
}

function bookPage(path: string, { url = '', title, part, language }: Page, body: string): BookPage {
  return { path, address: new URL(url).pathname, title, part, language, body }
}
