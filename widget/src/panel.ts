import { createAnswerReports } from './answer-reports.ts'
import { answerChallenge } from './challenge.ts'
import { type Conversation, createConversation } from './conversation.ts'
import type { Texts } from './locale.ts'
import type { Options } from './options.ts'
import { pagePlace } from './page-place.ts'
import { createPanelView, type PanelView } from './panel-view.ts'
import { tellOwner } from './request.ts'
import { createSession } from './session.ts'
import { createShelf } from './storage.ts'
import type { Asked, Turn } from './turn.ts'

export interface PanelDeps {
  /** Names what this widget keeps and its ids, apart from any other widget's. */
  id: string
  storageKey: string
  options: Options
  texts: Texts
  identityToken: () => string | undefined
  /** Closes the panel; absent where it stands in the page. */
  close?: () => void
  tell: (event: string, detail: Record<string, unknown>) => unknown
  /** Has a screen reader say something, without moving to it. */
  say: (words: string) => void
}

export type Panel = ReturnType<typeof createPanel>

/** The open widget: its conversation, and where to write. */
export function createPanel({ options, texts, ...deps }: PanelDeps) {
  const { id, close, tell, say } = deps
  const view = createPanelView({
    ...{ id, options, texts, close, say },
    acts: {
      ...{ ask, begin, retry },
      stop: () => conversation?.stop(),
      erase: () => void erase(),
      rate: async (turn, rating, reason) =>
        view.settle(await conversation?.rate(turn, rating, reason), texts.thanks),
      escalate: async (turn, reason, contact) => {
        const trouble = await conversation?.escalate(turn, reason, contact)
        const isSent = view.settle(trouble, texts.passedOn)
        if (isSent) tell('escalate', { query_id: turn.queryId })
        return isSent
      },
      cited: ({ queryId }, { n, url, chapter, section }) =>
        tell('citation', { query_id: queryId, n, url, chapter, section }),
    },
  })
  const isRunning = () => conversation?.isRunning() ?? false
  const reports = createAnswerReports({ view, texts, isRunning, tell, say })
  const conversation = openConversation(options.urls, { ...deps, texts, view }, reports)
  const restored = restore()
  return {
    root: view.root,
    ask,
    erase,
    focus: view.composer.focus,
    setSelected: view.composer.setSelected,
    write: view.composer.write,
    draft: view.composer.draft,
    /** Ends what is under way. */
    dispose() {
      conversation?.stop()
      reports.dispose()
    },
  }

  async function restore() {
    if (!conversation) return view.composer.setClosed(true)
    const views = (await conversation.restore()).map(view.transcript.add)
    view.showWhatThereIs()
    view.scrollTo(views.at(-1))
    conversation.goOn()
  }

  function ask(asked: Asked) {
    if (!conversation) return
    view.hideNotice()
    const page = asked.page ?? pagePlace()
    const whole = { ...asked, ...(page && { page }) }
    tell('question', { question: asked.question, selected_text: asked.selectedText })
    void restored.then(() => conversation.ask(whole))
  }

  function retry(turn: Turn) {
    const { question, selectedText, page } = turn
    conversation?.remove(turn)
    view.transcript.remove(turn)
    view.composer.focus()
    ask({ question, selectedText, ...(page && { page }) })
  }

  function begin() {
    conversation?.leave()
    view.composer.setSelected({})
    clear()
  }

  async function erase() {
    await restored
    if (view.settle(await conversation?.forget(), texts.forgotten)) clear()
  }

  function clear() {
    view.clear()
    if (conversation) reports.reopen()
  }
}

type ConversationPlace = Pick<PanelDeps, 'storageKey' | 'identityToken' | 'texts' | 'say'> & {
  view: PanelView
}

/** The conversation with the suite at these URLs; without them, the owner is told what is missing. */
function openConversation(
  urls: Options['urls'],
  { storageKey, identityToken, texts, view, say }: ConversationPlace,
  { changed, ended }: ReturnType<typeof createAnswerReports>,
): Conversation | undefined {
  if (!urls) {
    tellOwner(
      'no endpoint. Give <marginalia-chat> or its script the URL of the suite, as endpoint="https://…" or data-endpoint="https://…".',
    )
    return undefined
  }
  const page = {
    suite: urls.sessions.replace(/\/v1\/sessions$/, ''),
    sentence: texts.challenged,
    place: view.composer.root,
    say,
  }
  const session = createSession({
    url: urls.sessions,
    identityToken,
    solve: (challenge) => answerChallenge(challenge, page),
    shelf: createShelf(() => localStorage, storageKey),
    now: Date.now,
  })
  const shelf = createShelf(() => sessionStorage, `${storageKey}:turns`)
  return createConversation({ urls, session, shelf, changed, ended })
}
