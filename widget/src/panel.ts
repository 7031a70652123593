import { createComposer } from './composer.ts'
import { type Conversation, createConversation } from './conversation.ts'
import { countDown } from './countdown.ts'
import { element, iconButton } from './element.ts'
import { icons } from './icons.ts'
import type { Locale } from './locale.ts'
import type { Options } from './options.ts'
import { pagePlace } from './page-place.ts'
import { tellOwner } from './request.ts'
import type { Selected } from './selection-offer.ts'
import { createSession } from './session.ts'
import { createShelf } from './storage.ts'
import type { Trouble, TroubleKind } from './trouble.ts'
import { type Asked, citedSources, type Turn } from './turn.ts'
import { createTurnView, type TurnView } from './turn-view.ts'
import type { Pause } from './waiting.ts'

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
  const views = new Map<Turn, TurnView>()
  const notes = new Map<Turn, string>()
  const dirty = new Set<Turn>()
  let frame = 0
  let viewCount = 0
  let endCountdown = () => {}

  const welcome = element('div', { class: 'welcome' })
  const turnList = element('div', { class: 'turns' })
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
    turnList,
  )
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
    composer.root,
    element('div', { class: 'foot' }, element('span', {}, texts.footnote), forget),
  )

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

  const restored = restore()
  showWelcome()
  return {
    root,
    ask,
    erase,
    focus: composer.focus,
    setSelected: (selected: Selected) => composer.setSelected(selected),
    /** Ends what is under way, and keeps what is seen. */
    dispose() {
      conversation?.stop()
      endCountdown()
      cancelAnimationFrame(frame)
    },
  }

  async function restore() {
    if (!conversation) {
      tellOwner(
        'no endpoint. Give <marginalia-chat> or its script the URL of the suite, as endpoint="https://…" or data-endpoint="https://…".',
      )
      composer.setClosed(true)
      return
    }
    for (const turn of await conversation.restore()) view(turn).update()
    showWelcome()
    turnList.lastElementChild?.scrollIntoView({ block: 'nearest' })
  }

  function ask(asked: Asked) {
    if (!conversation) return
    const page = asked.page ?? pagePlace()
    const whole = { ...asked, ...(page && { page }) }
    tell('question', { question: asked.question, selected_text: asked.selectedText })
    restored.then(() => conversation.ask(whole))
  }

  function view(turn: Turn): TurnView {
    const known = views.get(turn)
    if (known) return known
    viewCount += 1
    const made = createTurnView(turn, `${id}-${viewCount}`, texts, {
      retry,
      rate: async (rated, rating, reason) =>
        settle(await conversation?.rate(rated, rating, reason)),
      escalate: async (of, reason, contact) => {
        const isSent = settle(await conversation?.escalate(of, reason, contact), texts.passedOn)
        if (isSent) tell('escalate', { query_id: of.queryId })
        return isSent
      },
      cited: ({ queryId }, { n, url, chapter, section }) =>
        tell('citation', { query_id: queryId, n, url, chapter, section }),
    })
    views.set(turn, made)
    turnList.append(made.root)
    return made
  }

  function changed(turn: Turn, waits?: Pause) {
    if (!views.has(turn)) {
      view(turn).update()
      say(texts.answering)
      showWelcome()
      messages.scrollTo({ top: view(turn).root.offsetTop })
    }
    composer.setBusy(true)
    const note = waits ? texts[waits] : ''
    if (note && note !== notes.get(turn)) say(note)
    notes.set(turn, note)
    dirty.add(turn)
    frame ||= requestAnimationFrame(paint)
  }

  function ended(turn: Turn, trouble?: Trouble) {
    composer.setBusy(conversation?.isRunning() ?? false)
    const note = noteOf(turn)
    notes.set(turn, note)
    dirty.add(turn)
    paint()
    const cited = citedSources(turn).length
    // Of an answer that another question stopped, nothing needs to be said.
    if (!conversation?.isRunning()) say(turn.status === 'complete' ? texts.complete(cited) : note)
    if (trouble?.kind === 'limited') limit(turn, trouble.retryAfter)
    if (turn.status !== 'complete') return
    tell('answer', { query_id: turn.queryId, answered: !turn.isRefused, sources: cited })
  }

  function paint() {
    cancelAnimationFrame(frame)
    frame = 0
    for (const turn of dirty) views.get(turn)?.update(notes.get(turn))
    dirty.clear()
  }

  function limit(turn: Turn, seconds: number) {
    endCountdown()
    composer.setClosed(true)
    endCountdown = countDown(Math.max(1, seconds), (left) => {
      views.get(turn)?.update(left > 0 ? texts.limited(left) : texts.limitOver)
      views.get(turn)?.root.toggleAttribute('data-limited', left > 0)
      if (left > 0) return
      composer.setClosed(false)
      say(texts.limitOver)
    })
  }

  function noteOf({ status, isDegraded }: Turn): string {
    if (status === 'complete') return isDegraded ? texts.degraded : ''
    if (status === 'answering') return ''
    return texts[noteNames[status]]
  }

  function retry(turn: Turn) {
    const { question, selectedText, page } = turn
    conversation?.remove(turn)
    views.get(turn)?.root.remove()
    views.delete(turn)
    composer.focus()
    ask({ question, selectedText, ...(page && { page }) })
  }

  function begin() {
    endCountdown()
    conversation?.leave()
    clear()
    composer.setSelected({})
    composer.focus()
  }

  async function erase() {
    await restored
    if (!settle(await conversation?.forget(), texts.forgotten)) return
    clear()
    composer.focus()
  }

  function clear() {
    for (const { root } of views.values()) root.remove()
    views.clear()
    composer.setBusy(false)
    showWelcome()
  }

  /** Says how something ended; true when it did well. */
  function settle(trouble: Trouble | undefined, well: string = texts.thanks): boolean {
    say(trouble ? texts[noteNames[trouble.kind]] : well)
    if (!trouble) return true
    return false
  }

  function showWelcome() {
    const isEmpty = views.size === 0
    welcome.hidden = !isEmpty
    forget.hidden = isEmpty
    if (!isEmpty || welcome.childNodes.length > 0) return
    const greeting = conversation ? options.greeting || texts.greeting : texts.setup
    welcome.append(element('p', { dir: 'auto' }, greeting))
    if (!conversation || options.questions.length === 0) return
    const starters = options.questions.map((question) =>
      element(
        'li',
        {},
        element(
          'button',
          { type: 'button', class: 'starter', dir: 'auto', click: () => ask({ question }) },
          question,
        ),
      ),
    )
    welcome.append(element('ul', {}, ...starters))
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
