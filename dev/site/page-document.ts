import { escapeHtml } from './escape-html.ts'
import type { BookPage } from './read-book.ts'

/** What a page's document says besides the page. */
export interface Surroundings {
  /** The book's name, above the page. */
  book: string
  /** HTML that tells the owner what they see. */
  notice: string
  /** The chapters that are offered beside the page. */
  chapters: BookPage[]
  /** Questions that the widget offers. */
  questions: string[]
}

/** A page of the book as an HTML document with the widget on it, embedded as the handbook says. */
export function pageDocument(
  page: BookPage,
  article: string,
  { book, notice, chapters, questions }: Surroundings,
): string {
  const direction = /^(?:ar|fa|he|ur)$/.test(page.language) ? 'rtl' : 'ltr'
  const heading = /<h1[ >]/.test(article) ? '' : `<h1>${escapeHtml(page.title)}</h1>\n`
  return `<!doctype html>
<html lang="${escapeHtml(page.language)}" dir="${direction}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${escapeHtml(page.title)} · ${escapeHtml(book)}</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/book.css" />
    ${widgetTag(questions)}
  </head>
  <body>
    <header>
      <p>${escapeHtml(book)}</p>
    </header>
    <main>
      <aside aria-label="About this page">${notice}</aside>
      <article>
${heading}${article}
      </article>
    </main>
    ${chapterList(page, chapters)}
  </body>
</html>
`
}

function widgetTag(questions: string[]): string {
  const offered = questions.length > 0 ? ` data-questions="${escapeHtml(questions.join('|'))}"` : ''
  return `<script defer src="/widget.js" data-endpoint="/" data-title="Ask the book"${offered}></script>`
}

function chapterList(current: BookPage, chapters: BookPage[]): string {
  if (chapters.length < 2) return ''
  const parts = Map.groupBy(chapters, ({ part }) => part)
  const lists = [...parts].map(([part, pages]) => {
    const title = part === '' ? '' : `<h2>${escapeHtml(part)}</h2>\n`
    return `${title}<ul>\n${pages.map((page) => chapterLink(page, page === current)).join('\n')}\n</ul>`
  })
  return `<nav aria-label="Chapters">\n${lists.join('\n')}\n</nav>`
}

function chapterLink({ address, title }: BookPage, isCurrent: boolean): string {
  const mark = isCurrent ? ' aria-current="page"' : ''
  return `<li><a href="${escapeHtml(address)}"${mark}>${escapeHtml(title)}</a></li>`
}
