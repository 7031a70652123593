import type { PageMessage } from '../ledger/messages.ts'

// So many bytes of pages have some 400 passages, which are two requests to embed and 4 MB with their vectors.
export const mostBytesTogether = 300_000

type Sized = Pick<PageMessage, 'file'>

/** How many bytes pages have, as their source says. */
export const bytesOf = (pages: readonly Sized[]) =>
  pages.reduce((sum, { file }) => sum + (file.size ?? 0), 0)

/** Pages in their order, in groups that are done in the requests of one. */
export function groupsOf<Page extends Sized>(pages: readonly Page[]): Page[][] {
  const bytes = bytesOf(pages)
  const fewest = Math.ceil(bytes / mostBytesTogether)
  const groups: Page[][] = []
  let before = 0
  for (const page of pages) {
    const group = groups.at(-1)
    const size = bytesOf([page])
    // By where its middle lies, so that groups come out even.
    const place = Math.floor(((before + size / 2) / (bytes + 1)) * fewest)
    before += size
    const isNext = group === undefined || place >= groups.length
    if (isNext || bytesOf([...group, page]) > mostBytesTogether) groups.push([page])
    else group.push(page)
  }
  return groups
}
