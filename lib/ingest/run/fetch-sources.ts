import type { ContentSource } from '../../content-sources.ts'
import { readApi } from '../api/read-api.ts'
import { type CrawlDeps, crawlSite } from '../crawl/crawl.ts'
import type { CrawlMessage, PlanMessage } from '../ledger/messages.ts'

/** The sources whose pages are fetched before a run compares them: nobody lists them with their versions. */
export const fetchedOf = (sources: ContentSource[]) =>
  sources.filter(({ kind }) => kind !== 'github')

/** The message that begins to fetch the first of them; undefined where all are fetched. */
export function toFetch(
  { is_crawled, waits: _, ...plan }: PlanMessage,
  sources: ContentSource[],
): CrawlMessage | undefined {
  const [first] = is_crawled ? [] : fetchedOf(sources)
  return first && { ...plan, kind: 'crawl', source: first.name }
}

/** Fetches some of a source; after its last page comes the next source, and after that the plan. */
export async function fetchSource(message: CrawlMessage, deps: CrawlDeps): Promise<undefined> {
  const fetched = fetchedOf(deps.sources)
  const at = fetched.findIndex(({ name }) => name === message.source)
  const source = fetched[at]
  if (source?.kind === 'openapi') await readApi(source, message.run_id, deps)
  if (source?.kind === 'website' && (await crawlSite(source, message, deps)) === 'goes on') return
  const { run_id, force, recreate, allow_mass_deletion } = message
  const options = { run_id, force, recreate, allow_mass_deletion }
  const next = fetched[at + 1]
  await deps.queue.send(
    next
      ? ({ ...options, kind: 'crawl', source: next.name } satisfies CrawlMessage)
      : ({ ...options, kind: 'plan', is_crawled: true } satisfies PlanMessage),
  )
}
