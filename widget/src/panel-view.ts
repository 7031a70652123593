import { createComposer } from './composer.ts'
import type { Earlier } from './earlier.ts'
import type { Texts } from './locale.ts'
import { createNotice, type Tell } from './notice.ts'
import type { Options } from './options.ts'
import { panelLayout } from './panel-layout.ts'
import type { MenuItem } from './panel-menu.ts'
import { createMiddle } from './panel-middle.ts'
import { loadRare, type Rare } from './rare.ts'
import type { Trouble } from './trouble.ts'
import type { Asked } from './turn.ts'
import type { TurnActions } from './turn-actions.ts'
import { troubleNote } from './turn-note.ts'

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
  const notice = createNotice()
  const tellOf = (...[words, ...actions]: Parameters<Tell>) => {
    say(words)
    return notice.show(words, ...actions)
  }
  const withRare = (use: (rare: Rare, tell: Tell) => void) =>
    void loadRare(root).then((rare) => (rare ? use(rare, tellOf) : tellOf(texts.unreachable)))
  /** Shows what a person has corrected of the answers, and goes on looking for it. */
  const follow = () => {
    const url = options.urls?.sessions
    if (url)
      void loadRare(root).then((rare) =>
        rare?.followCorrections({ root, url, held: acts.held, texts, say }),
      )
  }
  const composer = createComposer({ texts, send: acts.ask, stop: acts.stop, warn: tellOf })
  const middle = createMiddle({ id, options, texts, acts: { ...acts, withRare }, composer })
  const { transcript, showWhatThereIs } = middle
  const menu: MenuItem[] = [
    { label: () => texts.earlier, isOffered: () => isSetUp, act: middle.showEarlier },
    ...room,
    { label: () => texts.forget, isOffered: () => !transcript.isEmpty(), act: askToForget },
  ]
  const { root, messages } = panelLayout({
    ...{ id, options, texts, close },
    middle: middle.parts,
    notice: notice.root,
    composer: composer.root,
    begin: acts.begin,
    scrolled: transcript.scrolled,
    menu,
  })

  function askToForget() {
    const no = () => composer.focus()
    tellOf(texts.forgetAsk, [texts.forgetYes, acts.forget], [texts.cancel, no])[0]?.focus()
  }

  const { urls, pageMenu: wanted } = options
  if (urls && wanted[0]) {
    const token = () => acts.held()?.token
    const deps = { texts, wanted, url: urls.pages, token, tell: tellOf }
    void loadRare(root).then((rare) => rare && menu.unshift(...rare.pageItems(deps)))
  }
  showWhatThereIs()
  return {
    root,
    transcript,
    composer,
    notice,
    tellOf,
    withRare,
    follow,
    showWhatThereIs,
    showRestoring: middle.showRestoring,
    offer: middle.offer,

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
