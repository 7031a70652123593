import { type AnswerDocument, type ChatEvent, toDocument } from '../chat/events.ts'

/** Where an answer is shown while it grows. */
export interface Shown {
  /** Replaces what is shown by what has been said so far. */
  grow: (text: string) => Promise<unknown>
}

/**
 * Shows an answer as it grows, at most every `everyMs` and one edit at a time, and gives the whole.
 * An edit that fails is no harm: the next one shows more, and the last one all.
 */
export async function growing(
  events: AsyncGenerator<ChatEvent>,
  { grow }: Shown,
  { everyMs, now }: { everyMs: number; now: () => number },
): Promise<AnswerDocument> {
  const heard: ChatEvent[] = []
  let text = ''
  let editing: Promise<unknown> | undefined
  let editedAt = now()
  for await (const event of events) {
    heard.push(event)
    if (event.event !== 'delta') continue
    text += event.data.text
    if (editing || now() - editedAt < everyMs) continue
    editedAt = now()
    editing = grow(text)
      .catch(() => undefined)
      .finally(() => {
        editing = undefined
      })
  }
  // An edit that comes late would take the place of the whole.
  await editing
  return await toDocument(again(heard))
}

async function* again(events: ChatEvent[]): AsyncGenerator<ChatEvent> {
  yield* events
}
