import { element } from './element.ts'
import type { Texts } from './locale.ts'
import type { Turn } from './turn.ts'
import type { TurnActions } from './turn-actions.ts'
import { turnNote } from './turn-note.ts'
import { createTurnView, type TurnView } from './turn-view.ts'

export type Transcript = ReturnType<typeof createTranscript>

// Each painting costs the page some milliseconds; where the end of an answer is out of sight, nobody
// sees it grow, and who scrolls is shown all of it.
const unseenRestMs = 500

/** The turns as a reader sees them, painted once for all that was heard at once. */
export function createTranscript(id: string, texts: Texts, actions: TurnActions) {
  const root = element('div', { class: 'turns' })
  const views = new Map<Turn, TurnView>()
  const notes = new Map<Turn, string>()
  let timer: ReturnType<typeof setTimeout> | undefined
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
      timer ||= setTimeout(paint, views.get(turn)?.isUnseen() ? unseenRestMs : 0)
    },

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
