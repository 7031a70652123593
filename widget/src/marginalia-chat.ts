import { element, icon } from './element.ts'
import { manageFullScreen } from './full-screen.ts'
import { icons } from './icons.ts'
import { chooseLocale } from './locale.ts'
import { type Options, readOptions } from './options.ts'
import { toSelectedText } from './page-place.ts'
import { createPanel, type Panel } from './panel.ts'
import { followSameSiteLinks } from './same-site-links.ts'
import { offerSelection, readSelection, type Selected } from './selection-offer.ts'
import { createShelf } from './storage.ts'
import { closedStyles, openStyles } from './styles.ts'
import type { Asked } from './turn.ts'

const taken = new Set<string>()
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
    'selection',
  ]

  readonly #id = `marginalia-${++made}`
  readonly #shadow = this.attachShadow({ mode: 'open' })
  #leaving = new AbortController()
  #key = ''
  #frame: HTMLElement | undefined
  #launcher: HTMLElement | undefined
  #panel: Panel | undefined
  #isStale = false
  readonly #status = element('div', { role: 'status', class: 'unseen' })

  connectedCallback() {
    this.#build()
  }

  disconnectedCallback() {
    this.#dispose()
  }

  attributeChangedCallback(_name: string, before: string | null, after: string | null) {
    if (before === after || !this.#frame || this.#isStale) return
    this.#isStale = true
    // Attributes that change together build the widget anew only once.
    queueMicrotask(() => this.#rebuild())
  }

  /** Opens the panel, and puts the cursor where a question is written. */
  open() {
    if (!this.#frame) return
    const panel = this.#show()
    panel.focus()
  }

  /** Closes the panel; one that stands in the page stays. */
  close() {
    if (!this.#panel || !this.#launcher) return
    this.#panel.root.hidden = true
    this.#launcher.hidden = false
    this.#launcher.focus()
  }

  /** Opens the panel and asks. */
  ask(question: string, { selectedText, page }: Omit<Asked, 'question'> = {}) {
    const asked = question.trim().slice(0, 2000).toWellFormed()
    if (!this.#frame || asked === '') return
    this.open()
    this.#panel?.ask({
      question: asked,
      ...(selectedText && { selectedText: toSelectedText(selectedText) }),
      ...(page && { page }),
    })
  }

  /** Forgets the conversation, here and at the suite. */
  async forget(): Promise<void> {
    if (this.#frame) await this.#made().erase()
  }

  #build() {
    this.#moveTitle()
    const options = this.#options()
    this.#key = takeKey(options.endpoint)
    this.#leaving = new AbortController()
    this.#shadow.adoptedStyleSheets = [closedStyles()]
    const { texts, dir, lang } = this.#locale(options)
    const name = options.heading || texts.heading
    const isSecond = this.#key.includes('#')
    this.#frame = element('div', {
      class: `frame system ${options.position}`,
      role: 'region',
      'aria-label': isSecond ? `${name} ${this.#key.split('#')[1]}` : name,
      dir,
      lang,
    })
    this.#shadow.replaceChildren(this.#frame)
    // Before the first paint a computed style, or the page's storage, would keep the page waiting.
    const frame = this.#frame
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (frame === this.#frame) this.#settle(options, texts.askAbout)
      }),
    )
    if (options.position === 'inline') return void this.#show()
    this.#addLauncher(texts.launch)
  }

  /** What the page's first paint need not wait for. */
  #settle(options: Options, askAbout: string) {
    this.#chooseScheme()
    this.#offerSelection(options, askAbout)
    const reopen = this.#reopen()
    if (reopen.read() !== true) return
    reopen.clear()
    this.#show()
  }

  /** Says that the widget was open when the reader followed a link to this page. */
  #reopen = () => createShelf(() => sessionStorage, `${this.#key}:open`)

  /** Follows the page's colour scheme, or the system's where the page says nothing of it. */
  #chooseScheme() {
    const isUnsaid = getComputedStyle(this).colorScheme === 'normal'
    this.#frame?.classList.toggle('system', isUnsaid)
  }

  #addLauncher(label: string) {
    this.#launcher = element(
      'button',
      {
        type: 'button',
        part: 'launcher',
        class: 'launcher',
        'aria-haspopup': 'dialog',
        'aria-label': label,
        // A button that takes the focus may take the page's selection with it.
        pointerdown: (event) => event.preventDefault(),
        click: () => this.#openWith(this.#options().selection),
      },
      icon(icons.margin),
      element('span', {}, label),
    )
    this.#frame?.append(this.#launcher)
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
    this.open()
    this.#panel?.setSelected(selected)
  }

  /** Shows the panel; the first time it is made, so that a page whose reader never asks pays nothing. */
  #show(): Panel {
    const panel = this.#made()
    this.#chooseScheme()
    const wasHidden = panel.root.hidden || !panel.root.isConnected
    if (!panel.root.isConnected) this.#frame?.append(panel.root, this.#status)
    panel.root.hidden = false
    if (this.#launcher) this.#launcher.hidden = true
    if (wasHidden) this.#tell('open', {})
    return panel
  }

  #made(): Panel {
    if (this.#panel) return this.#panel
    const options = this.#options()
    this.#shadow.adoptedStyleSheets = [closedStyles(), openStyles()]
    this.#panel = createPanel({
      id: this.#id,
      storageKey: this.#key,
      options,
      locale: this.#locale(options),
      identityToken: () => this.getAttribute('identity-token') ?? undefined,
      ...(options.position !== 'inline' && { close: () => this.close() }),
      tell: (event, detail) => this.#tell(event, detail),
      say: (words) => {
        this.#status.textContent = words
      },
    })
    if (options.position !== 'inline') this.#float(this.#panel.root)
    return this.#panel
  }

  #float(panel: HTMLElement) {
    panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.isComposing) this.close()
    })
    manageFullScreen(panel, this.#shadow, this.#leaving.signal)
    followSameSiteLinks(panel, this.#reopen(), () => this.close())
  }

  #rebuild() {
    this.#isStale = false
    if (!this.isConnected) return
    const wasOpen = this.#panel !== undefined && !this.#panel.root.hidden
    this.#dispose()
    this.#build()
    if (wasOpen) this.#show()
  }

  #dispose() {
    this.#leaving.abort()
    this.#panel?.dispose()
    taken.delete(this.#key)
    this.#panel = undefined
    this.#launcher = undefined
    this.#frame = undefined
  }

  /** A `title` would be shown as a tooltip over the whole widget: it is the heading. */
  #moveTitle() {
    const title = this.getAttribute('title')
    if (title === null) return
    this.removeAttribute('title')
    if (!this.hasAttribute('heading')) this.setAttribute('heading', title)
  }

  #options = () => readOptions(this, MarginaliaChat.defaultEndpoint)

  #locale = ({ locale }: Options) =>
    chooseLocale([locale, this.closest('[lang]')?.getAttribute('lang'), ...navigator.languages])

  #tell(event: string, detail: Record<string, unknown>) {
    const init = { detail, bubbles: true, composed: true }
    this.dispatchEvent(new CustomEvent(`marginalia-${event}`, init))
  }
}

/** Two widgets of one page share nothing, even when they ask the same suite. */
function takeKey(endpoint: string): string {
  let key = `marginalia:${endpoint}`
  for (let n = 2; taken.has(key); n += 1) key = `marginalia:${endpoint}#${n}`
  taken.add(key)
  return key
}
