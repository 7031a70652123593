import type { ReaderFilter } from '../chat/filter.ts'
import { sourcesOf } from '../content-sources.ts'
import type { Settings } from '../env.ts'
import { changingKey, versionKey } from '../index/index-version.ts'
import { createBook } from '../pages/book.ts'
import { contentsMarkdown, pageMarkdown } from '../pages/to-markdown.ts'
import { readWholeBook } from '../pages/whole-book.ts'
import { neonFor, redisFor } from './doors.ts'
import { breakerFor } from './upstreams.ts'

/** What reading the book as Markdown needs. */
export function pageServices(settings: Settings) {
  const reachNeon = breakerFor(settings, 'neon')
  const reading = createBook({ neon: neonFor(settings) })
  const redis = redisFor(settings)
  const reachRedis = breakerFor(settings, redis.upstream)
  return {
    book: reading,
    bookVersion: async () => {
      // Without it a text is sent as if it were new.
      const read = () => redis.batch().getAll([versionKey, changingKey])
      const known = await reachRedis(read).catch(() => [])
      const [version, changing] = known
      return changing === undefined ? version : undefined
    },
    contentsText: async (origin: string, filter: ReaderFilter) =>
      contentsMarkdown(await reachNeon(() => reading.contents(filter)), {
        title: sourcesOf(settings)[0]?.place ?? '',
        origin,
      }),
    wholeBook: (cursor: string | undefined, filter: ReaderFilter) =>
      reachNeon(() => readWholeBook(cursor, filter, reading)),
    pageText: async (path: string, filter: ReaderFilter) => {
      const passages = await reachNeon(() => passagesOf(path, filter))
      const [first] = passages
      return (
        first && {
          text: pageMarkdown(passages),
          path: first.source,
          url: first.url.replace(/#.*$/, ''),
        }
      )
    },
  }

  /** A page by its own path or, as agents add it to a URL, with `.md` behind that. */
  async function passagesOf(path: string, filter: ReaderFilter) {
    const found = await reading.page(path, filter)
    if (found.length > 0 || !path.endsWith('.md')) return found
    return await reading.page(path.replace(/\.md$/, ''), filter)
  }
}
