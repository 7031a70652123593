import type { AnswerReports } from './answer-reports.ts'
import type { Aside, Conversation } from './conversation.ts'
import { createEarlier, type Earlier } from './earlier.ts'
import { createForgetting } from './forgetting.ts'
import type { Texts } from './locale.ts'
import type { PanelView } from './panel-view.ts'
import { createShelf } from './storage.ts'
import type { Turn } from './turn.ts'

export interface PileDeps {
  conversation: Conversation
  view: PanelView
  texts: Texts
  storageKey: string
  reports: AnswerReports
  say: (words: string) => void
}

// What is here sooner than this needs no word that it is being fetched.
const soonMs = 150

export type Pile = ReturnType<typeof createPile>

/** A reader's conversations: the one on the screen, those before it, and the one being forgotten. */
export function createPile(deps: PileDeps) {
  const { conversation, view, texts, storageKey, reports } = deps
  const earlier = createEarlier({
    shelf: createShelf(() => localStorage, `${storageKey}:earlier`),
    turnsOf: (sessionId) => createShelf(() => sessionStorage, `${storageKey}:turns:${sessionId}`),
    now: Date.now,
  })
  const forgetting = forgettingOf(deps, { clear, bringBack, keep: earlier.add })
  window.addEventListener('pagehide', forgetting.leavePage)
  void forgetting.makeSure()
  let restored = restore()

  async function restore() {
    const slow = setTimeout(view.showRestoring, soonMs)
    show(await conversation.restore())
    clearTimeout(slow)
    view.showWhatThereIs()
    conversation.goOn()
  }

  function show(turns: Turn[]) {
    const views = turns.map(view.transcript.add)
    view.showWhatThereIs()
    view.scrollTo(views.at(-1))
    if (turns[0]) view.follow()
  }

  function bringBack(aside: Aside) {
    conversation.bringBack(aside)
    show(aside.turns)
  }

  /** Puts the conversation that is open among the earlier ones. */
  function begin() {
    forgetting.hasten()
    earlier.add(conversation.setAside())
    view.composer.setSelected({})
    clear()
  }

  function clear() {
    view.notice.hide()
    view.clear()
    reports.reopen()
  }

  return {
    begin,
    forget: forgetting.begin,
    earlier: earlier.all,
    restored: () => restored,

    /** Something is asked: what was being forgotten cannot be taken back any more. */
    goOn() {
      forgetting.hasten()
      view.notice.hide()
    },

    /** Goes on with an earlier conversation. */
    reopen(wanted: Earlier) {
      begin()
      conversation.bringBack(earlier.take(wanted))
      restored = restore()
    },

    /** Erases the conversation at once. */
    async erase() {
      await restored
      if (view.settle(await conversation.forget(), texts.forgotten)) clear()
    },

    dispose() {
      window.removeEventListener('pagehide', forgetting.leavePage)
      forgetting.hasten()
    },
  }
}

interface Handling {
  clear: () => void
  bringBack: (aside: Aside) => void
  keep: (aside: Aside) => void
}

function forgettingOf({ conversation, view, texts, storageKey, say }: PileDeps, acts: Handling) {
  return createForgetting({
    conversation,
    shelf: createShelf(() => localStorage, `${storageKey}:erase`),
    began(undo) {
      acts.clear()
      say(texts.forgotten)
      const [button] = view.notice.show(texts.forgotten, [texts.undo, undo])
      button?.focus()
    },
    ended(aside, outcome) {
      if (outcome === 'erased') return view.notice.hide()
      if (view.transcript.isEmpty()) acts.bringBack(aside)
      else acts.keep(aside)
      if (outcome === 'undone') view.composer.focus()
      else view.tellOf(texts.notForgotten)
    },
  })
}
