import { element } from './element.ts'
import type { Texts } from './locale.ts'
import type { Turn } from './turn.ts'
import type { TurnActions } from './turn-actions.ts'
import { turnNote } from './turn-note.ts'
import { createTurnView, type TurnView } from './turn-view.ts'

export type Transcript = ReturnType<typeof createTranscript>

// Nobody reads faster than that.
const restMs = 100
// Each look into a reply and each painting cost the page some milliseconds: the farther the end of an
// answer is below the window, the longer nobody sees it grow. Whoever scrolls waits no longer.
const longestUnseenMs = 900

/** The turns as a reader sees them, painted once for all that was heard at once. */
export function createTranscript(id: string, texts: Texts, actions: TurnActions) {
  const root = element('div', { class: 'turns' })
  const views = new Map<Turn, TurnView>()
  const notes = new Map<Turn, string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let hasten = () => {}
  let made = 0

  function paint() {
    clearTimeout(timer)
    timer = undefined
    for (const [turn, note] of notes) views.get(turn)?.update(note)
    notes.clear()
  }

  return {
    root,
    paint,
    has: (turn: Turn) => views.has(turn),
    isEmpty: () => views.size === 0,
    view: (turn: Turn) => views.get(turn)?.root,

    /** Shows a turn below those there are, with what is to be said of how it ended. */
    add(turn: Turn): HTMLElement {
      made += 1
      const view = createTurnView(turn, `${id}-${made}`, texts, actions)
      views.set(turn, view)
      root.append(view.root)
      view.update(turnNote(turn, texts))
      return view.root
    },

    /** Shows a turn as it stands, with a note, when it is painted next. */
    update(turn: Turn, note: string) {
      notes.set(turn, note)
      timer ||= setTimeout(paint)
    },

    /** Waits until what comes of a turn is worth a look, the last having been so long ago. */
    rest: (turn: Turn, agoMs: number) =>
      new Promise<void>((end) => {
        hasten = () => {
          hasten = () => {}
          setTimeout(end, restMs)
        }
        const unseenMs = Math.min(Math.max(0, views.get(turn)?.below() ?? 0), longestUnseenMs)
        setTimeout(end, restMs + unseenMs - agoMs)
      }),

    /** The end of an answer may have come into sight. */
    scrolled: () => hasten(),

    /** Shows what came after a turn had ended. */
    endAgain: (turn: Turn) => void views.get(turn)?.endAgain(),

    remove(turn: Turn) {
      views.get(turn)?.root.remove()
      views.delete(turn)
    },

    clear() {
      root.replaceChildren()
      views.clear()
    },
  }
}
