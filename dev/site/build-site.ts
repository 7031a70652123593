import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeTexts } from '../suite/asset-texts.ts'
import { buildAdmin } from '../suite/build-admin.ts'
import { buildWidget, publicFolder, publish } from '../suite/build-widget.ts'
import { openApiText } from '../suite/openapi-text.ts'
import { escapeHtml } from './escape-html.ts'
import { pageDocument, type Surroundings } from './page-document.ts'
import { type BookPage, readBook } from './read-book.ts'
import { renderMarkdown } from './render-markdown.ts'

/** Where a local site shows the book's pages. */
export const bookAddress = '/docs'

const mostChapters = 200
const handbook = fileURLToPath(new URL('../../handbook', import.meta.url))
const handbookQuestions = [
  'What happens when the language model is away?',
  'Which services does Marginalia need?',
  'How long is a session token valid?',
]

/**
 * Makes what a deployment serves beside its API: the widget, a page of the handbook to try it on, the
 * admin page, the description of the API, and the texts that the Worker reads itself.
 */
export async function buildPublicFolder(): Promise<void> {
  await buildWidget()
  await buildAdmin()
  const [page] = await readBook(handbook, '')
  if (!page) throw new Error('The handbook has no page')
  const notice = `<p>This is the demo page of a Marginalia deployment. The button in the corner is
    its widget, and answers from the pages that this deployment has ingested. One line puts it on
    any page of an allowed origin:</p>
    <pre><code>&lt;script defer src="https://this-deployment/widget.js"
  data-endpoint="https://this-deployment"&gt;&lt;/script&gt;</code></pre>`
  const surroundings = { book: 'Marginalia', notice, chapters: [], questions: [] }
  await writeTexts(publicFolder)
  await publish('openapi.json', await openApiText())
  await publish('index.html', documentOf(page, addressesOf([page]), surroundings))
}

/**
 * Makes the site of a local stack in `folder`: the public folder, and every page of the book at the
 * address that citations link to.
 */
export async function buildLocalSite(docs: string, folder: string): Promise<void> {
  await buildPublicFolder()
  await rm(folder, { recursive: true, force: true })
  await cp(publicFolder, folder, { recursive: true })
  await rm(join(folder, 'index.html'))
  await writeBook(docs, folder)
}

/** Writes every page of a book below `folder`, and leads from `/` to the first. */
export async function writeBook(docs: string, folder: string): Promise<void> {
  const pages = await readBook(docs, bookAddress)
  const [first] = pages
  if (!first) return
  const addresses = addressesOf(pages)
  const surroundings = localSurroundings(docs)
  for (const page of pages) {
    const file = fileOf(folder, page.address)
    if (file === undefined) continue
    const chapters = chaptersBeside(page, pages)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, documentOf(page, addresses, { ...surroundings, chapters }))
  }
  await writeFile(join(folder, '_redirects'), `/ ${first.address} 302\n`)
}

/** All chapters of the book; of a large one those in the page's own folder. */
function chaptersBeside(page: BookPage, pages: BookPage[]): BookPage[] {
  if (pages.length <= mostChapters) return pages
  const own = pages.filter(({ path }) => dirname(path) === dirname(page.path))
  return own.slice(0, mostChapters)
}

const addressesOf = (pages: BookPage[]) =>
  new Map(pages.map(({ path, address }) => [path, address]))

function localSurroundings(docs: string): Omit<Surroundings, 'chapters'> {
  if (docs === handbook) {
    return {
      book: "Marginalia's handbook",
      notice: `<p>This is the handbook, and the widget in the corner answers from it. Ask, or select
        a sentence and ask about that. With <code>npm start -- --docs DIR</code> your own Markdown
        is here instead.</p>`,
      questions: handbookQuestions,
    }
  }
  const name = escapeHtml(basename(docs))
  return {
    book: basename(docs),
    notice: `<p>These are the pages of <code>${name}</code> as Marginalia has read them, at the
      addresses its citations link to. The widget in the corner answers from them.</p>`,
    questions: [],
  }
}

function documentOf(
  page: BookPage,
  addresses: Map<string, string>,
  surroundings: Surroundings,
): string {
  const article = renderMarkdown(page.body, (href) => {
    const base = `https://book.example/${page.path}`
    if (!URL.canParse(href, base)) return undefined
    const { origin, pathname, hash } = new URL(href, base)
    if (origin !== 'https://book.example') return href
    const path = decoded(pathname)?.slice(1)
    const address = path === page.path ? '' : path && addresses.get(path)
    return address === undefined ? undefined : address + hash
  })
  return pageDocument(page, article, surroundings)
}

/** The file that is served at an address; undefined for one that leads out of the folder. */
function fileOf(folder: string, address: string): string | undefined {
  const path = decoded(address)
  if (path === undefined) return undefined
  const file = join(folder, path.endsWith('/') ? `${path}index.html` : `${path}.html`)
  return file.startsWith(join(folder, bookAddress)) ? file : undefined
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    // A file's name may hold a bare percent sign; no URL leads to such a page.
    return undefined
  }
}
