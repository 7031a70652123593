import { pagePlace } from './page-place.ts'
import { isRecord } from './request.ts'
import { isText, list } from './stream-event.ts'

/** The suite's questions to begin with on this page, and its greeting; `offer` hears of none where it has none. */
export async function startersHere(
  url: string,
  offer: (questions: string[], greeting?: string) => void,
): Promise<void> {
  const page = pagePlace()?.path
  if (!page) return
  const query = new URLSearchParams({ page })
  try {
    const reply = await fetch(`${url}?${query}`, { credentials: 'omit' })
    const told: unknown = await reply.json()
    if (!reply.ok || !isRecord(told)) return
    offer(list(told.questions, isText), isText(told.greeting) ? told.greeting : '')
  } catch {
    // An older suite, or one that is away: the reader begins with a question of their own.
  }
}
