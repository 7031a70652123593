import { pagePlace } from './page-place.ts'
import { isRecord } from './request.ts'
import { isText, list } from './stream-event.ts'

/** Questions to begin with on this page, as the suite makes them of its headings; none where it cannot. */
export async function startersHere(url: string): Promise<string[]> {
  const page = pagePlace()?.path
  if (!page) return []
  const query = new URLSearchParams({ page })
  try {
    const reply = await fetch(`${url}?${query}`, { credentials: 'omit' })
    const told: unknown = await reply.json()
    return reply.ok && isRecord(told) ? list(told.questions, isText) : []
  } catch {
    // An older suite, or one that is away: the reader begins with a question of their own.
    return []
  }
}
