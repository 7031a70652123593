import type { Aside, Conversation } from './conversation.ts'
import { type HeldSession, isHeld } from './session.ts'
import type { Shelf } from './storage.ts'
import { list } from './stream-event.ts'
import type { Trouble } from './trouble.ts'

export interface ForgettingDeps {
  conversation: Pick<Conversation, 'setAside' | 'erase'>
  /** What is still to be erased, also when the page is left before that. */
  shelf: Shelf
  /** It is off the screen, and can be brought back by `undo` until `ended` is called. */
  began: (undo: () => void) => void
  ended: (aside: Aside, outcome: 'undone' | 'erased' | Trouble) => void
}

const graceMs = 10_000

type Pending = HeldSession & { due: number }

const isPending = (value: unknown): value is Pending =>
  isHeld(value) && 'due' in value && typeof value.due === 'number'

/** Forgets a conversation: it is gone at once, and erased when the reader has not wanted it back. */
export function createForgetting({ conversation, shelf, began, ended }: ForgettingDeps) {
  let waiting: { aside: Aside; timer: ReturnType<typeof setTimeout> } | undefined

  const pending = () => list(shelf.read(), isPending)
  const note = (session: HeldSession) =>
    shelf.write([...pending(), { ...session, due: Date.now() + graceMs }])
  const done = (session: HeldSession) =>
    shelf.write(pending().filter(({ id }) => id !== session.id))

  function end(): Aside | undefined {
    if (!waiting) return undefined
    const { aside, timer } = waiting
    clearTimeout(timer)
    waiting = undefined
    return aside
  }

  async function erase(): Promise<void> {
    const aside = end()
    if (!aside) return
    const trouble = await conversation.erase(aside.session)
    if (aside.session) done(aside.session)
    ended(aside, trouble ?? 'erased')
  }

  function undo() {
    const aside = end()
    if (!aside) return
    if (aside.session) done(aside.session)
    ended(aside, 'undone')
  }

  return {
    begin() {
      const aside = conversation.setAside()
      if (aside.session) note(aside.session)
      waiting = { aside, timer: setTimeout(() => void erase(), graceMs) }
      began(undo)
    },

    /** What happens next leaves no way back: it is erased now. */
    hasten: () => void erase(),

    /** The page is left: the browser is asked to erase it, and the next page to make sure. */
    leavePage() {
      const aside = end()
      if (aside) void conversation.erase(aside.session, true)
    },

    /** Erases what an earlier page was left too soon for. */
    async makeSure(): Promise<void> {
      // One that is not due may be another tab's, whose reader can still want it back.
      for (const session of pending().filter(({ due }) => due <= Date.now())) {
        if (!(await conversation.erase(session))) done(session)
      }
    },
  }
}
