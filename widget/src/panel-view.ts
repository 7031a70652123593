import { createComposer } from './composer.ts'
import type { Earlier } from './earlier.ts'
import { element } from './element.ts'
import type { Texts } from './locale.ts'
import { createNotice } from './notice.ts'
import type { Options } from './options.ts'
import { panelLayout } from './panel-layout.ts'
import type { MenuItem } from './panel-menu.ts'
import { loadRare, type Rare } from './rare.ts'
import { createTranscript } from './transcript.ts'
import type { Trouble } from './trouble.ts'
import type { Asked } from './turn.ts'
import type { TurnActions } from './turn-actions.ts'
import { troubleNote } from './turn-note.ts'
import { createWelcome } from './welcome.ts'

export interface PanelViewDeps {
  id: string
  options: Options
  texts: Texts
  acts: Omit<TurnActions, 'withRare'> & {
    ask: (asked: Asked) => void
    stop: () => void
    begin: () => void
    forget: () => void
    earlier: () => Earlier[]
    reopen: (earlier: Earlier) => void
  }
  /** What can be done with the panel's place. */
  room: MenuItem[]
  close: (() => void) | undefined
  say: (words: string) => void
}

export type PanelView = ReturnType<typeof createPanelView>

/** What a reader sees of the panel: the turns or a welcome, where to write, and a notice. */
export function createPanelView({ id, options, texts, acts, close, room, say }: PanelViewDeps) {
  const isSetUp = options.urls !== undefined
  const transcript = createTranscript(id, texts, { ...acts, withRare })
  const greeting = isSetUp ? options.greeting || texts.greeting : texts.setup
  const welcome = createWelcome(greeting, isSetUp ? options.questions : [], (question) => {
    acts.ask({ question })
    messages.focus({ preventScroll: true })
  })
  const restoring = element('p', { class: 'note waits', hidden: true }, texts.restoring)
  const list = element('div', { hidden: true })
  const composer = createComposer({ texts, send: acts.ask, stop: acts.stop, warn: tellOf })
  const notice = createNotice()
  const { root, messages } = panelLayout({
    ...{ id, options, texts, close },
    middle: [welcome.root, restoring, transcript.root, list],
    notice: notice.root,
    composer: composer.root,
    begin: acts.begin,
    menu: [
      { label: () => texts.earlier, isOffered: () => isSetUp, act: showEarlier },
      ...room,
      { label: () => texts.forget, isOffered: () => !transcript.isEmpty(), act: askToForget },
    ],
  })

  function showWhatThereIs() {
    list.hidden = true
    restoring.hidden = true
    welcome.root.hidden = !transcript.isEmpty()
    transcript.root.hidden = transcript.isEmpty()
  }

  function showEarlier() {
    const back = () => {
      showWhatThereIs()
      composer.focus()
    }
    withRare(({ earlierList }) => {
      list.replaceChildren(earlierList(acts.earlier(), { texts, open: acts.reopen, back }))
      welcome.root.hidden = true
      transcript.root.hidden = true
      list.hidden = false
      messages.scrollTo({ top: 0 })
      list.querySelector<HTMLElement>('h3')?.focus()
    })
  }

  function withRare(use: (rare: Rare) => void) {
    void loadRare(root).then((rare) => (rare ? use(rare) : tellOf(texts.unreachable)))
  }

  function askToForget() {
    const keep = () => composer.focus()
    const actions = notice.show(
      texts.forgetAsk,
      [texts.forgetYes, acts.forget],
      [texts.cancel, keep],
    )
    say(texts.forgetAsk)
    actions[0]?.focus()
  }

  function tellOf(words: string) {
    say(words)
    notice.show(words)
  }

  showWhatThereIs()
  return {
    root,
    transcript,
    composer,
    notice,
    welcome,
    showWhatThereIs,
    tellOf,

    /** Says that the conversation is being fetched, where that takes a moment. */
    showRestoring() {
      showWhatThereIs()
      welcome.root.hidden = true
      restoring.hidden = false
    },

    /** Scrolls to a turn, or to the beginning. */
    scrollTo: (turn: HTMLElement | undefined) => messages.scrollTo({ top: turn?.offsetTop ?? 0 }),

    /** Says how something ended, and shows it when it failed; true when it did well. */
    settle(trouble: Trouble | undefined, well: string): boolean {
      if (trouble) tellOf(troubleNote(trouble.kind, texts))
      else {
        say(well)
        notice.hide()
      }
      return trouble === undefined
    },

    clear() {
      transcript.clear()
      composer.setBusy(false)
      showWhatThereIs()
      composer.focus()
    },
  }
}
