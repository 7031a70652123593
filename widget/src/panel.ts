import { createComposer } from './composer.ts'
import { type Conversation, createConversation } from './conversation.ts'
import { countDown } from './countdown.ts'
import { element, iconButton } from './element.ts'
import { icons } from './icons.ts'
import type { Locale } from './locale.ts'
import type { Options } from './options.ts'
import { pagePlace } from './page-place.ts'
import { tellOwner } from './request.ts'
import { createSession } from './session.ts'
import { createShelf } from './storage.ts'
import { createTranscript } from './transcript.ts'
import type { Trouble, TroubleKind } from './trouble.ts'
import { type Asked, citedSources, type Turn } from './turn.ts'
import type { Pause } from './waiting.ts'
import { createWelcome } from './welcome.ts'

export interface PanelDeps {
  /** Names what this widget keeps and its ids, apart from any other widget's. */
  id: string
  storageKey: string
  options: Options
  locale: Locale
  identityToken: () => string | undefined
  /** Closes the panel; absent where it stands in the page. */
  close?: () => void
  tell: (event: string, detail: Record<string, unknown>) => void
  /** Has a screen reader say something, without moving to it. */
  say: (words: string) => void
}

export type Panel = ReturnType<typeof createPanel>

/** The open widget: its conversation, and where to write. */
export function createPanel({ id, storageKey, options, locale, ...deps }: PanelDeps) {
  const { texts } = locale
  const { close, tell, say } = deps
  let endCountdown = () => {}

  const conversation: Conversation | undefined =
    options.urls &&
    createConversation({
      urls: options.urls,
      session: createSession({
        url: options.urls.sessions,
        identityToken: deps.identityToken,
        shelf: createShelf(() => localStorage, storageKey),
        now: Date.now,
      }),
      shelf: createShelf(() => sessionStorage, storageKey),
      changed,
      ended,
    })

  const transcript = createTranscript(id, texts, {
    retry,
    rate: async (turn, rating, reason) =>
      settle(await conversation?.rate(turn, rating, reason), texts.thanks),
    escalate: async (turn, reason, contact) => {
      const isSent = settle(await conversation?.escalate(turn, reason, contact), texts.passedOn)
      if (isSent) tell('escalate', { query_id: turn.queryId })
      return isSent
    },
    cited: ({ queryId }, { n, url, chapter, section }) =>
      tell('citation', { query_id: queryId, n, url, chapter, section }),
  })
  const greeting = conversation ? options.greeting || texts.greeting : texts.setup
  const welcome = createWelcome(greeting, conversation ? options.questions : [], (question) => {
    ask({ question })
    messages.focus({ preventScroll: true })
  })
  const messages = element(
    'div',
    {
      part: 'messages',
      class: 'messages',
      role: 'group',
      'aria-label': texts.conversation,
      tabindex: '0',
    },
    welcome,
    transcript.root,
  )
  const notice = element('p', { class: 'notice', hidden: true })
  const composer = createComposer({ texts, send: ask, stop: () => conversation?.stop() })
  const forget = element(
    'button',
    { type: 'button', class: 'quiet', click: () => void erase() },
    texts.forget,
  )
  const root = element(
    'div',
    {
      part: 'panel',
      class: 'panel',
      ...(close && { role: 'dialog', 'aria-labelledby': `${id}-title` }),
    },
    element(
      'div',
      { part: 'header', class: 'header' },
      element('h2', { id: `${id}-title`, dir: 'auto' }, options.heading || texts.heading),
      iconButton(texts.fresh, icons.fresh, { class: 'icon', click: begin }),
      ...(close ? [iconButton(texts.close, icons.close, { class: 'icon', click: close })] : []),
    ),
    messages,
    notice,
    composer.root,
    element('div', { class: 'foot' }, element('span', {}, texts.footnote), forget),
  )

  showWhatThereIs()
  const restored = restore()
  return {
    root,
    ask,
    erase,
    focus: composer.focus,
    setSelected: composer.setSelected,
    /** Ends what is under way. */
    dispose() {
      conversation?.stop()
      endCountdown()
    },
  }

  async function restore() {
    if (!conversation) {
      composer.setClosed(true)
      return tellOwner(
        'no endpoint. Give <marginalia-chat> or its script the URL of the suite, as endpoint="https://…" or data-endpoint="https://…".',
      )
    }
    const views = (await conversation.restore()).map(transcript.add)
    showWhatThereIs()
    messages.scrollTo({ top: views.at(-1)?.offsetTop ?? 0 })
    conversation.goOn()
  }

  function ask(asked: Asked) {
    if (!conversation) return
    notice.hidden = true
    const page = asked.page ?? pagePlace()
    const whole = { ...asked, ...(page && { page }) }
    tell('question', { question: asked.question, selected_text: asked.selectedText })
    void restored.then(() => conversation.ask(whole))
  }

  function changed(turn: Turn, waits?: Pause) {
    if (!transcript.has(turn)) {
      const view = transcript.add(turn)
      say(texts.answering)
      showWhatThereIs()
      messages.scrollTo({ top: view.offsetTop })
    }
    composer.setBusy(true)
    if (waits) say(texts[waits])
    transcript.update(turn, waits ? texts[waits] : '')
  }

  function ended(turn: Turn, trouble?: Trouble) {
    const isRunning = conversation?.isRunning() ?? false
    const isComplete = turn.status === 'complete'
    const note = noteOf(turn)
    composer.setBusy(isRunning)
    transcript.update(turn, note)
    transcript.paint()
    const cited = citedSources(turn).length
    // Of an answer that another question stopped, nothing needs to be said.
    if (!isRunning) say(isComplete ? texts.complete(cited) : note)
    if (trouble?.kind === 'limited') limit(turn, trouble.retryAfter)
    if (!isComplete) return
    tell('answer', { query_id: turn.queryId, answered: !turn.isRefused, sources: cited })
  }

  /** Counts down until a question may be asked again. */
  function limit(turn: Turn, seconds: number) {
    open()
    composer.setClosed(true)
    endCountdown = countDown(Math.max(1, seconds), (left) => {
      transcript.update(turn, left > 0 ? texts.limited(left) : texts.limitOver)
      transcript.view(turn)?.toggleAttribute('data-limited', left > 0)
      if (left > 0) return
      open()
      say(texts.limitOver)
    })
  }

  function open() {
    endCountdown()
    composer.setClosed(false)
  }

  function noteOf({ status, isDegraded }: Turn): string {
    if (status === 'complete') return isDegraded ? texts.degraded : ''
    return status === 'answering' ? '' : texts[noteNames[status]]
  }

  function retry(turn: Turn) {
    const { question, selectedText, page } = turn
    conversation?.remove(turn)
    transcript.remove(turn)
    composer.focus()
    ask({ question, selectedText, ...(page && { page }) })
  }

  function begin() {
    conversation?.leave()
    composer.setSelected({})
    clear()
  }

  async function erase() {
    await restored
    if (settle(await conversation?.forget(), texts.forgotten)) clear()
  }

  function clear() {
    transcript.clear()
    composer.setBusy(false)
    if (conversation) open()
    showWhatThereIs()
    composer.focus()
  }

  /** Says how something ended, and shows it when it failed; true when it did well. */
  function settle(trouble: Trouble | undefined, well: string): boolean {
    say(trouble ? texts[noteNames[trouble.kind]] : well)
    notice.textContent = trouble ? texts[noteNames[trouble.kind]] : ''
    notice.hidden = trouble === undefined
    return trouble === undefined
  }

  function showWhatThereIs() {
    welcome.hidden = !transcript.isEmpty()
    forget.hidden = transcript.isEmpty()
  }
}

const noteNames = {
  stopped: 'stopped',
  limited: 'failed',
  setup: 'setup',
  expired: 'failed',
  unreachable: 'unreachable',
  broken: 'broken',
  failed: 'failed',
} as const satisfies Record<TroubleKind | 'stopped', string>
