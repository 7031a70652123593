import { formatOf } from '../format/page-format.ts'
import { type Page, type PageDeps, readPageWith } from '../page/page.ts'
import { readText } from '../page/page-text.ts'
import { htmlToMarkdown } from './html-to-markdown.ts'
import { type NewDocument, sourceOf } from './pushed-documents.ts'

/** Reads a page that was pushed; throws a PageError that says what its author must mend. */
export async function readPushed(
  { path, media_type, content, url, title, groups, version, site }: Omit<NewDocument, 'etag'>,
  { now, readCharacters }: PageDeps & { now: () => number },
): Promise<Page> {
  const isHtml = media_type === 'text/html'
  const html = isHtml ? await htmlToMarkdown(content) : undefined
  const name = title || html?.title
  const text = readText(new TextEncoder().encode(html?.markdown ?? content), path)
  const source = {
    path: formatOf(path) === undefined || isHtml ? `${path}.md` : path,
    sourcePath: sourceOf(path),
    text,
    now: now(),
    ...(groups.length > 0 && { groups }),
    ...(version !== '' && { version }),
    ...(site !== '' && { site }),
    ...(url !== '' && { url }),
    ...(html?.url !== undefined && /^https?:/.test(html.url) && url === '' && { url: html.url }),
    ...(name !== undefined && { title: name }),
    ...(html?.isHidden && { hidden: 'a robots tag: noindex' }),
  }
  return await readPageWith(source, { readCharacters })
}
