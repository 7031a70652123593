import { createAnswerReports } from './answer-reports.ts'
import type { Aside, Conversation } from './conversation.ts'
import { createEarlier, type Earlier } from './earlier.ts'
import { createForgetting } from './forgetting.ts'
import type { Texts } from './locale.ts'
import { openConversation, openSession } from './open-conversation.ts'
import type { Options } from './options.ts'
import { pagePlace } from './page-place.ts'
import type { MenuItem } from './panel-menu.ts'
import { createPanelView } from './panel-view.ts'
import { tellOwner } from './request.ts'
import { createShelf } from './storage.ts'
import type { Asked, Turn } from './turn.ts'

export interface PanelDeps {
  /** Names what this widget keeps and its ids, apart from any other widget's. */
  id: string
  storageKey: string
  options: Options
  texts: Texts
  identityToken: () => string | undefined
  /** What can be done with the panel's place. */
  room: MenuItem[]
  /** Closes the panel; absent where it stands in the page. */
  close?: () => void
  tell: (event: string, detail: Record<string, unknown>) => unknown
  /** Has a screen reader say something, without moving to it. */
  say: (words: string) => void
}

export type Panel = ReturnType<typeof createPanel>

/** The open widget: its conversation, and where to write. */
export function createPanel({ options, texts, ...deps }: PanelDeps) {
  const { id, close, room, tell, say, storageKey } = deps
  const view = createPanelView({
    ...{ id, options, texts, close, room, say },
    acts: {
      ...{ ask, begin, retry, reopen },
      stop: () => conversation?.stop(),
      forget: () => forgetting?.begin(),
      earlier: () => earlier.all(),
      rate: async (turn, ...opinion) =>
        view.settle(await conversation?.rate(turn, ...opinion), texts.thanks),
      escalate: async (turn, reason, contact) => {
        const trouble = await conversation?.escalate(turn, reason, contact)
        const isSent = view.settle(trouble, turn.isNotTold ? texts.notTold : texts.passedOn)
        if (isSent) tell('escalate', { query_id: turn.queryId })
        return isSent
      },
      cited: ({ queryId }, { n, url, chapter, section }) =>
        tell('citation', { query_id: queryId, n, url, chapter, section }),
      edit: ({ question, selectedText, attachedText }) =>
        view.composer.take({ question, selectedText, attachedText }),
      hasPerson: () => session?.held()?.hasPerson !== false,
      contact: options.contact,
    },
  })
  const session = options.urls && openSession(options.urls, { ...deps, texts, view })
  const isRunning = () => conversation?.isRunning() ?? false
  const reports = createAnswerReports({ view, texts, isRunning, tell, say })
  const conversation =
    options.urls && session && openConversation(options.urls, session, storageKey, reports)
  if (!conversation) tellOwner(missingEndpoint)
  const earlier = createEarlier({
    shelf: createShelf(() => localStorage, `${storageKey}:earlier`),
    turnsOf: (sessionId) => createShelf(() => sessionStorage, `${storageKey}:turns:${sessionId}`),
    now: Date.now,
  })
  const forgetting = conversation && forgettingOf(conversation)
  const leavePage = () => forgetting?.leavePage()
  window.addEventListener('pagehide', leavePage)
  void forgetting?.makeSure()
  let restored = restore()
  return {
    root: view.root,
    ask,
    erase,
    focus: view.composer.focus,
    setSelected: view.composer.setSelected,
    write: view.composer.write,
    draft: view.composer.draft,
    offer: view.welcome.offer,
    /** Ends what is under way. */
    dispose() {
      window.removeEventListener('pagehide', leavePage)
      conversation?.stop()
      forgetting?.hasten()
      reports.dispose()
    },
  }

  async function restore() {
    if (!conversation) return view.composer.setClosed(true)
    const slow = setTimeout(view.showRestoring, 150)
    show(await conversation.restore())
    clearTimeout(slow)
    view.showWhatThereIs()
    conversation.goOn()
  }

  function show(turns: Turn[]) {
    const views = turns.map(view.transcript.add)
    view.showWhatThereIs()
    view.scrollTo(views.at(-1))
  }

  function ask(asked: Asked) {
    if (!conversation) return
    forgetting?.hasten()
    view.notice.hide()
    const page = asked.page ?? pagePlace()
    const whole = { ...asked, ...(page && { page }) }
    tell('question', { question: asked.question, selected_text: asked.selectedText })
    void restored.then(() => conversation.ask(whole))
  }

  function retry(turn: Turn) {
    const { question, selectedText, attachedText, page } = turn
    conversation?.remove(turn)
    view.transcript.remove(turn)
    view.composer.focus()
    ask({ question, selectedText, attachedText, ...(page && { page }) })
  }

  function begin() {
    leaveCurrent()
    view.composer.setSelected({})
    clear()
  }

  /** Puts the conversation that is open among the earlier ones. */
  function leaveCurrent() {
    forgetting?.hasten()
    if (conversation) earlier.add(conversation.setAside())
  }

  function reopen(wanted: Earlier) {
    leaveCurrent()
    clear()
    conversation?.bringBack(earlier.take(wanted))
    restored = restore()
  }

  async function erase() {
    await restored
    if (view.settle(await conversation?.forget(), texts.forgotten)) clear()
  }

  function clear() {
    view.notice.hide()
    view.clear()
    if (conversation) reports.reopen()
  }

  function forgettingOf(shown: Conversation) {
    const shelf = createShelf(() => localStorage, `${storageKey}:erase`)
    return createForgetting({
      conversation: shown,
      shelf,
      began(undo) {
        clear()
        say(texts.forgotten)
        const [button] = view.notice.show(texts.forgotten, [texts.undo, undo])
        button?.focus()
      },
      ended(aside, outcome) {
        if (outcome === 'erased') return view.notice.hide()
        if (view.transcript.isEmpty()) bringBack(shown, aside)
        else earlier.add(aside)
        if (outcome === 'undone') view.composer.focus()
        else view.tellOf(texts.notForgotten)
      },
    })
  }

  function bringBack(shown: Conversation, aside: Aside) {
    shown.bringBack(aside)
    show(aside.turns)
  }
}

const missingEndpoint =
  'no endpoint. Give <marginalia-chat> or its script the URL of the suite, as endpoint="https://…" or data-endpoint="https://…".'
