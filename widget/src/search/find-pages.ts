import { element } from '../element.ts'
import { isRecord, request } from '../request.ts'
import { safeUrl } from '../safe-url.ts'
import { list } from '../stream-event.ts'

/** A section of a page that was found. */
export interface Hit {
  title: string
  section: string
  url: string
  /** What stands there, with the words that were looked for marked. */
  snippet: (Node | string)[]
}

const mostPages = 5
const mostSections = 2

/** The pages that hold these words, best first, each with its best sections. */
export async function findPages(url: string, words: string, signal: AbortSignal): Promise<Hit[]> {
  const query = new URLSearchParams({
    q: words.slice(0, 200),
    limit: String(mostPages),
    mode: 'words',
  })
  const reply = await request({ method: 'GET', url: `${url}?${query}`, signal })
  const found: unknown = await reply.json()
  return list(isRecord(found) ? found.data : [], isRecord).flatMap(hitsOf)
}

function hitsOf({ title, sections }: Record<string, unknown>): Hit[] {
  return list(sections, isRecord)
    .slice(0, mostSections)
    .flatMap(({ section, url, snippet, marks }) => {
      const address = safeUrl(String(url ?? ''))
      if (!address) return []
      const text = String(snippet ?? '')
      return {
        title: String(title ?? ''),
        section: String(section ?? ''),
        url: address.href,
        snippet: marked(text, list(marks, isMark)),
      }
    })
}

function marked(text: string, marks: [number, number][]): (Node | string)[] {
  const parts: (Node | string)[] = []
  let at = 0
  for (const [from, to] of marks) {
    if (from < at) continue
    parts.push(text.slice(at, from), element('mark', {}, text.slice(from, to)))
    at = to
  }
  return [...parts, text.slice(at)]
}

const isMark = (value: unknown): value is [number, number] =>
  Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'number')
