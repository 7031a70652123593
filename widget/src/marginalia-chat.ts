import { closedTexts } from './closed-texts.ts'
import { element } from './element.ts'
import { isFullScreen, manageFullScreen } from './full-screen.ts'
import { createLauncher, ignoreDoubleClick } from './launcher.ts'
import { chooseLocale, loadTexts, type Texts, textsHere } from './locale.ts'
import { claimPlace, outlivesPage, rememberSiblings } from './one-widget.ts'
import { type Options, readOptions } from './options.ts'
import { containKeys } from './page-keys.ts'
import { toSelectedText } from './page-place.ts'
import { pageScheme, type Scheme, saidScheme, watchPage } from './page-scheme.ts'
import { createPanel, type Panel } from './panel.ts'
import type { MenuItem } from './panel-menu.ts'
import { loadPart } from './parts.ts'
import { isRecord, tellOwner } from './request.ts'
import { createRoom, type Room } from './room.ts'
import { followSameSiteLinks, goOnSite } from './same-site-links.ts'
import { addressAsks, listenForSearchKey } from './search-key.ts'
import { offerSelection, readSelection, type Selected } from './selection-offer.ts'
import { createShelf } from './storage.ts'
import { closedStyles, openStyles } from './styles.ts'
import type { Asked } from './turn.ts'

/** What widgets name what they keep by, each with the widget that has the name. */
const taken = new Map<string, MarginaliaChat>()
let made = 0

/** `<marginalia-chat>`: answers a reader's questions in the margin of a page. */
export class MarginaliaChat extends HTMLElement {
  /** Where the suite is unless an attribute says otherwise; the script sets the origin it came from. */
  static defaultEndpoint = ''
  static observedAttributes = [
    'endpoint',
    'chat-endpoint',
    'sessions-endpoint',
    'heading',
    'title',
    'greeting',
    'questions',
    'position',
    'locale',
    'search-endpoint',
    'search-key',
    'selection',
    'theme',
    'contact',
    'page-menu',
  ]

  readonly #id = `marginalia-${++made}`
  readonly #shadow = this.attachShadow({ mode: 'open' })
  #leaving = new AbortController()
  #key = ''
  #lang = ''
  #home: Node | undefined
  #frame: HTMLElement | undefined
  #launcher: HTMLElement | undefined
  #panel: Panel | undefined
  #room: Room | undefined
  #opened: MouseEvent | undefined
  #isStale = false
  #status: HTMLElement | undefined

  connectedCallback() {
    this.#home = document.body
    rememberSiblings(this)
    // Moved within the page, or put back after the page around it was swapped: it goes on as it was.
    if (this.#frame) return this.#watchAgain()
    this.#moveTitle()
    const options = this.#options()
    if (claimPlace(this, options.endpoint)) this.#build(options)
    else this.remove()
  }

  disconnectedCallback() {
    queueMicrotask(() => {
      if (this.isConnected || !this.#frame) return
      if (outlivesPage(this, this.#options().endpoint, this.#home)) document.body.append(this)
      else this.#dispose()
    })
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null) {
    if (before === after || !this.#frame || this.#isStale) return
    if (name === 'theme') return this.#followPage()
    this.#isStale = true
    // Attributes that change together build the widget anew only once.
    queueMicrotask(() => this.#rebuild())
  }

  /** Opens the panel, and puts the cursor where a question is written. */
  open() {
    this.#withPanel((panel) => panel.composer.focus())
  }

  /** Closes the panel; one that stands in the page stays. */
  close() {
    if (!this.#panel || !this.#launcher) return
    this.#panel.root.hidden = true
    this.#room?.arrange()
    this.#launcher.hidden = false
    this.#launcher.focus()
  }

  /** Opens the panel and asks. */
  ask(question: string, { selectedText, page }: Omit<Asked, 'question'> = {}) {
    const asked = question.trim().slice(0, 2000).toWellFormed()
    if (asked === '') return
    this.#withPanel((panel) => {
      panel.composer.focus()
      panel.ask({
        question: asked,
        ...(selectedText && { selectedText: toSelectedText(selectedText) }),
        ...(page && { page }),
      })
    })
  }

  /** Opens the search box, with these words in it. */
  search(words = '') {
    const { urls } = this.#options()
    const frame = this.#frame
    if (!urls || !frame) return
    const { lang } = this.#locale()
    void Promise.all([loadPart('search'), textsHere(lang) ?? loadTexts(lang)]).then(
      ([part, texts]) => {
        if (!isSearch(part)) return
        part.openSearch({
          ...{ frame, texts, words, id: this.#id },
          url: urls.search,
          ask: (question) => this.ask(question),
          follow: (href) => this.#follow(href),
        })
      },
      (error) => tellOwner(`the search box could not be loaded. ${String(error)}`),
    )
  }

  /** Forgets the conversation, here and at the suite. */
  async forget(): Promise<void> {
    if (!this.#frame) return
    const texts = textsHere(this.#locale().lang) ?? (await loadTexts(this.#locale().lang))
    await this.#made(texts).erase()
  }

  #build(options: Options) {
    const { lang, dir } = this.#locale()
    this.#key = this.#takeKey(options.endpoint)
    this.#lang = lang
    this.#leaving = new AbortController()
    this.#shadow.adoptedStyleSheets = [closedStyles()]
    const said = closedTexts[lang]
    const name = options.heading || said.heading
    const second = this.#key.split('#')[1]
    this.#frame = element('div', {
      class: `frame ${options.position}`,
      role: 'region',
      'aria-label': second ? `${name} ${second}` : name,
      dir,
      lang,
    })
    this.#wear(themeOf(this) ?? saidScheme())
    this.#shadow.replaceChildren(this.#frame)
    containKeys(this.#shadow, this.#leaving.signal)
    // Before the first paint a computed style, or the page's storage, would keep the page waiting.
    const frame = this.#frame
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (frame === this.#frame) this.#settle(options, said.askAbout)
      }),
    )
    if (options.position === 'inline') return this.#withPanel()
    this.#launcher = createLauncher(said.launch, (event) => {
      this.#opened = event
      this.#openWith(options.selection)
    })
    frame.append(this.#launcher)
  }

  /** What the page's first paint need not wait for. */
  #settle(options: Options, askAbout: string) {
    rememberSiblings(this)
    this.#watchAgain = watchPage(() => this.#followPage(), this.#leaving.signal)
    this.#followPage()
    this.#offerSelection(options, askAbout)
    if (options.searchKey) {
      const open = () => this.search()
      const { signal } = this.#leaving
      const listener = listenForSearchKey({ letter: options.searchKey, open, signal })
      // Keys that are pressed in the widget stay in it.
      this.#frame?.addEventListener('keydown', listener)
    }
    this.#heedAddress()
    const reopen = this.#reopen()
    const draft = reopen.read()
    if (draft === null || draft === undefined) return
    reopen.clear()
    this.#withPanel((panel) => panel.composer.write(String(draft)))
  }

  /** Asks or searches what a link to this page asks for, once. */
  #heedAddress() {
    const { ask, q, answer } = addressAsks()
    if (answer) this.#withPanel((panel) => panel.showShared(answer))
    const heeded = createShelf(() => sessionStorage, `${this.#key}:heeded`)
    if ((!ask && !q) || heeded.read() === location.href) return
    heeded.write(location.href)
    if (ask) this.ask(ask)
    else this.search(q ?? '')
  }

  /** Goes to an address: on this site as a link of the widget does. */
  #follow(href: string) {
    if (new URL(href).origin !== location.origin) return location.assign(href)
    goOnSite(this.#shadow, href, this.#tellOfLink)
  }

  /** Says that the widget was open when the reader followed a link to this page, and what was written. */
  #reopen = () => createShelf(() => sessionStorage, `${this.#key}:open`)

  #watchAgain: () => void = () => {}

  /** Wears the page's scheme, and speaks its language. */
  #followPage() {
    this.#wear(themeOf(this) ?? pageScheme(this))
    if (this.#locale().lang !== this.#lang) this.#rebuild()
  }

  #wear(scheme: Scheme | undefined) {
    const frame = this.#frame?.classList
    frame?.toggle('light', scheme === 'light')
    frame?.toggle('dark', scheme === 'dark')
  }

  #offerSelection({ selection, urls }: Options, label: string) {
    if (!selection || !urls || !this.#frame) return
    offerSelection({
      root: this.#frame,
      label,
      area: selection,
      ask: (selected) => this.#openAbout(selected),
      signal: this.#leaving.signal,
    })
  }

  #openWith(area: string | undefined) {
    const selected = area && readSelection(area)
    if (selected) this.#openAbout(selected)
    else this.open()
  }

  #openAbout(selected: Selected) {
    this.#withPanel((panel) => {
      panel.composer.focus()
      panel.composer.setSelected(selected)
    })
  }

  /** Shows the panel and does something with it, as soon as the words of its language are here. */
  #withPanel(work: (panel: Panel) => void = () => {}) {
    const { lang } = this.#locale()
    const frame = this.#frame
    if (!frame) return
    const texts = textsHere(lang)
    if (texts) return work(this.#show(texts))
    void loadTexts(lang).then((loaded) => {
      if (frame === this.#frame) work(this.#show(loaded))
    })
  }

  /** Shows the panel; the first time it is made, so that a page whose reader never asks pays nothing. */
  #show(texts: Texts): Panel {
    const panel = this.#made(texts)
    this.#wear(themeOf(this) ?? pageScheme(this))
    const wasHidden = panel.root.hidden || !panel.root.isConnected
    this.#status ??= element('div', { role: 'status', class: 'unseen' })
    if (!panel.root.isConnected) this.#frame?.append(panel.root, this.#status)
    panel.root.hidden = false
    if (this.#launcher) this.#launcher.hidden = true
    this.#room?.arrange()
    if (wasHidden) this.#tell('open', {})
    return panel
  }

  #made(texts: Texts): Panel {
    if (this.#panel) return this.#panel
    const options = this.#options()
    this.#shadow.adoptedStyleSheets = [closedStyles(), openStyles()]
    this.#panel = createPanel({
      id: this.#id,
      storageKey: this.#key,
      options,
      texts,
      room: options.position === 'inline' ? [] : this.#roomItems(texts),
      identityToken: () => this.getAttribute('identity-token') ?? undefined,
      ...(options.position !== 'inline' && { close: () => this.close() }),
      tell: (event, detail) => this.#tell(event, detail),
      say: (words) => {
        if (this.#status) this.#status.textContent = words
      },
    })
    if (options.position !== 'inline') this.#float(this.#panel.root, options)
    return this.#panel
  }

  /** What a reader can do with the panel's place on a screen that leaves a choice. */
  #roomItems(texts: Texts): MenuItem[] {
    return roomChoices.map(({ name, on, off }) => ({
      label: () => (this.#room?.is(name) ? texts[off] : texts[on]),
      isOffered: () => !isFullScreen() && (name === 'large' || Boolean(this.#room?.canDock())),
      act: () => this.#room?.change(name),
    }))
  }

  #float(panel: HTMLElement, { position }: Options) {
    if (!this.#frame) return
    this.#room = createRoom({
      frame: this.#frame,
      shelf: createShelf(() => localStorage, `${this.#key}:room`),
      side: position === 'bottom-left' ? 'left' : 'right',
      panel,
    })
    panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing) this.close()
    })
    ignoreDoubleClick(panel, () => this.#opened)
    manageFullScreen(panel, this.#shadow, this.#leaving.signal)
    followSameSiteLinks({
      panel,
      leave: () => this.#rememberOpen(),
      close: () => this.close(),
      tell: this.#tellOfLink,
    })
  }

  #tellOfLink = (url: string) => this.#tell('navigate', { url }, true)

  #isOpen = () => this.#panel !== undefined && !this.#panel.root.hidden

  #rememberOpen() {
    if (this.#isOpen()) this.#reopen().write(this.#panel?.composer.draft() ?? '')
  }

  #rebuild() {
    this.#isStale = false
    if (!this.isConnected) return
    this.#dispose()
    this.#moveTitle()
    this.#build(this.#options())
  }

  #dispose() {
    // The element that takes its place, on a page that was swapped or in another language, is open too.
    this.#rememberOpen()
    this.#leaving.abort()
    this.#room?.dispose()
    this.#room = undefined
    this.#panel?.dispose()
    taken.delete(this.#key)
    this.#panel = undefined
    this.#launcher = undefined
    this.#frame = undefined
  }

  /** Two widgets of one page share nothing, even when they ask the same suite. */
  #takeKey(endpoint: string): string {
    const base = `marginalia:${endpoint}`
    let key = base
    // One that is off the page, which was swapped, makes way at once.
    for (let n = 2; taken.get(key)?.isConnected; n += 1) key = `${base}#${n}`
    const gone = taken.get(key)
    if (gone && gone !== this) gone.#dispose()
    taken.set(key, this)
    return key
  }

  /** A `title` would be shown as a tooltip over the whole widget: it is the heading. */
  #moveTitle() {
    const title = this.getAttribute('title')
    if (title === null) return
    this.removeAttribute('title')
    if (!this.hasAttribute('heading')) this.setAttribute('heading', title)
  }

  #options = () => readOptions(this, MarginaliaChat.defaultEndpoint)

  #locale = () =>
    chooseLocale(
      [this.getAttribute('locale'), this.closest('[lang]')?.getAttribute('lang')],
      // The browser is slow to tell them.
      () => navigator.languages,
    )

  /** Tells the page of an event; whether it may go on. */
  #tell(event: string, detail: Record<string, unknown>, cancelable = false): boolean {
    const init = { detail, bubbles: true, composed: true, cancelable }
    return this.dispatchEvent(new CustomEvent(`marginalia-${event}`, init))
  }
}

const roomChoices = [
  { name: 'large', on: 'larger', off: 'smaller' },
  { name: 'docked', on: 'dock', off: 'undock' },
] as const

const isSearch = (part: unknown): part is typeof import('./search/search-box.ts') =>
  isRecord(part) && 'openSearch' in part

function themeOf(host: Element): Scheme | undefined {
  const theme = host.getAttribute('theme')
  return theme === 'light' || theme === 'dark' ? theme : undefined
}
