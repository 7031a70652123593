import { boundedBytes, type Web, WebError } from './web.ts'

// What the protocol allows, unpacked.
const maxBytes = 50 * 1024 * 1024
const longestEntry = 10_000

/** A page that a sitemap lists, and when it says that it was changed. */
export interface Listed {
  url: string
  lastmod?: string
}

/** What a sitemap lists: pages, or further sitemaps. */
export interface Sitemap {
  pages: Listed[]
  sitemaps: string[]
  /** Whether there was more than was wanted. */
  isCut: boolean
}

/** Reads a sitemap, or an index of several, as it comes; gzipped ones too. At most so many entries. */
export async function readSitemap(web: Web, url: string, most: number): Promise<Sitemap> {
  const response = await web.get(url, 'application/xml, text/xml;q=0.9, */*;q=0.1')
  if (!response.ok || response.body === null) {
    await response.body?.cancel()
    throw new WebError(`the site answered ${response.status}`)
  }
  const found: Sitemap = { pages: [], sitemaps: [], isCut: false }
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of boundedBytes(await unpacked(response), maxBytes)) {
    text += decoder.decode(chunk, { stream: true })
    text = take(text, found, most)
    if (found.isCut) break
  }
  take(text, found, most)
  return found
}

/** Takes the entries that are whole out of a text; gives the rest. */
function take(text: string, found: Sitemap, most: number): string {
  let end = 0
  for (const entry of text.matchAll(/<(url|sitemap)\b[^>]*>([\s\S]*?)<\/\1\s*>/gi)) {
    end = entry.index + entry[0].length
    const [, kind = '', inner = ''] = entry
    const loc = textIn(inner, 'loc')
    if (loc === undefined) continue
    if (found.pages.length + found.sitemaps.length >= most) {
      found.isCut = true
      return ''
    }
    const lastmod = textIn(inner, 'lastmod')
    if (kind.toLowerCase() === 'sitemap') found.sitemaps.push(loc)
    else found.pages.push({ url: loc, ...(lastmod !== undefined && { lastmod }) })
  }
  // What never ends is no entry.
  return text.slice(end).slice(-longestEntry)
}

function textIn(entry: string, name: string): string | undefined {
  const [, value] =
    new RegExp(`<${name}\\s*>\\s*(?:<!\\[CDATA\\[)?([^<\\]]{1,2000})`, 'i').exec(entry) ?? []
  return value
    ?.trim()
    .replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => entities[entity] ?? '')
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The body as text, whatever its name says: what is packed begins with two bytes that no XML has. */
async function unpacked(response: Response): Promise<ReadableStream<Uint8Array>> {
  const reader = (response.body ?? new ReadableStream<Uint8Array<ArrayBuffer>>()).getReader()
  const first = await reader.read()
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => pass(first, controller),
    pull: async (controller) => pass(await reader.read(), controller),
    cancel: () => reader.cancel(),
  })
  const isPacked = first.value?.[0] === 0x1f && first.value[1] === 0x8b
  return isPacked ? body.pipeThrough(new DecompressionStream('gzip')) : body
}

function pass(
  { done, value }: ReadableStreamReadResult<Uint8Array<ArrayBuffer>>,
  controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>,
) {
  if (done) controller.close()
  else controller.enqueue(value)
}
