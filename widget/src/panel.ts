import { createAnswerReports } from './answer-reports.ts'
import type { Texts } from './locale.ts'
import { openConversation, openSession } from './open-conversation.ts'
import type { Options } from './options.ts'
import { pagePlace } from './page-place.ts'
import type { MenuItem } from './panel-menu.ts'
import { createPanelView } from './panel-view.ts'
import { createPile } from './pile.ts'
import { tellOwner } from './request.ts'
import { startersHere } from './starters.ts'
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
      ...{ ask, retry },
      begin: () => pile?.begin(),
      reopen: (earlier) => pile?.reopen(earlier),
      forget: () => pile?.forget(),
      earlier: () => pile?.earlier() ?? [],
      stop: () => conversation?.stop(),
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
      edit: (turn) => view.composer.take(turn),
      held: () => session?.held(),
      urls: options.urls,
      contact: options.contact,
    },
  })
  const session = options.urls && openSession(options.urls, { ...deps, texts, view })
  const isRunning = () => conversation?.isRunning() ?? false
  const reports = createAnswerReports({ view, texts, isRunning, tell, say })
  const conversation =
    options.urls && session && openConversation(options.urls, session, storageKey, reports)
  const pile = conversation && createPile({ conversation, view, texts, storageKey, reports, say })
  if (!pile) {
    tellOwner(missingEndpoint)
    view.composer.setClosed(true)
  }
  if (options.urls && !options.questions) {
    void startersHere(options.urls.starters, view.offer)
  }
  return {
    root: view.root,
    ask,
    erase: async () => await pile?.erase(),
    composer: view.composer,
    /** Shows an answer that was shared, below what there is. */
    showShared: (id: string) =>
      view.withRare(({ showShared }, tell) => {
        const { urls } = options
        if (urls && session && pile)
          void showShared(id, { ...deps, urls, session, pile, view, texts, tell })
      }),
    /** Ends what is under way. */
    dispose() {
      conversation?.stop()
      pile?.dispose()
      reports.dispose()
    },
  }

  function ask(asked: Asked) {
    if (!conversation || !pile) return
    pile.goOn()
    const page = asked.page ?? pagePlace()
    const whole = { ...asked, ...(page && { page }) }
    tell('question', { question: asked.question, selected_text: asked.selectedText })
    void pile.restored().then(() => conversation.ask(whole))
  }

  function retry(turn: Turn) {
    const { question, selectedText, attachedText, page } = turn
    conversation?.remove(turn)
    view.transcript.remove(turn)
    view.composer.focus()
    ask({ question, selectedText, attachedText, ...(page && { page }) })
  }
}

const missingEndpoint =
  'no endpoint. Give <marginalia-chat> or its script the URL of the suite, as endpoint="https://…" or data-endpoint="https://…".'
