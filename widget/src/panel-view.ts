import { createComposer } from './composer.ts'
import type { Texts } from './locale.ts'
import type { Options } from './options.ts'
import { panelLayout } from './panel-layout.ts'
import { createTranscript } from './transcript.ts'
import type { Trouble } from './trouble.ts'
import type { Asked } from './turn.ts'
import type { TurnActions } from './turn-ending.ts'
import { troubleNote } from './turn-note.ts'
import { createWelcome } from './welcome.ts'

export interface PanelViewDeps {
  id: string
  options: Options
  texts: Texts
  acts: TurnActions & {
    ask: (asked: Asked) => void
    stop: () => void
    begin: () => void
    erase: () => void
  }
  close: (() => void) | undefined
  say: (words: string) => void
}

export type PanelView = ReturnType<typeof createPanelView>

/** What a reader sees of the panel: the turns or a welcome, where to write, and a notice. */
export function createPanelView({ id, options, texts, acts, close, say }: PanelViewDeps) {
  const isSetUp = options.urls !== undefined
  const transcript = createTranscript(id, texts, acts)
  const greeting = isSetUp ? options.greeting || texts.greeting : texts.setup
  const welcome = createWelcome(greeting, isSetUp ? options.questions : [], (question) => {
    acts.ask({ question })
    messages.focus({ preventScroll: true })
  })
  const composer = createComposer({ texts, send: acts.ask, stop: acts.stop })
  const { root, messages, notice, forget } = panelLayout({
    ...{ id, options, texts, close, welcome },
    transcript: transcript.root,
    composer: composer.root,
    begin: acts.begin,
    erase: acts.erase,
  })

  function showWhatThereIs() {
    welcome.hidden = !transcript.isEmpty()
    forget.hidden = transcript.isEmpty()
  }

  showWhatThereIs()
  return {
    root,
    transcript,
    composer,
    showWhatThereIs,

    /** Scrolls to a turn, or to the beginning. */
    scrollTo: (turn: HTMLElement | undefined) => messages.scrollTo({ top: turn?.offsetTop ?? 0 }),

    hideNotice() {
      notice.hidden = true
    },

    /** Says how something ended, and shows it when it failed; true when it did well. */
    settle(trouble: Trouble | undefined, well: string): boolean {
      const words = trouble && troubleNote(trouble.kind, texts)
      say(words ?? well)
      notice.textContent = words ?? ''
      notice.hidden = trouble === undefined
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
