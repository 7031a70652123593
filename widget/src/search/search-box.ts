import { element } from '../element.ts'
import type { Texts } from '../locale.ts'
import { wearSheet } from '../styles.ts'
import { findPages, type Hit } from './find-pages.ts'
import { searchStyles } from './search-styles.ts'

export interface SearchBoxDeps {
  /** Where the box is put, within the widget. */
  frame: HTMLElement
  /** The URL of the search. */
  url: string
  id: string
  texts: Texts
  words: string
  ask: (question: string) => void
  follow: (href: string) => void
}

// While words are being typed, each letter would be a search of its own.
const restMs = 70

/** Opens one box for searching and asking: pages while the reader types, and the question itself last. */
export function openSearch(deps: SearchBoxDeps) {
  const { frame, id, texts, words, ask, follow } = deps
  const status = element('p', { role: 'status', class: 'small', hidden: true })
  const list = element('ul', { id: `${id}-hits`, role: 'listbox', 'aria-label': texts.search })
  const box = element('input', {
    type: 'search',
    role: 'combobox',
    'aria-label': texts.search,
    'aria-expanded': 'true',
    'aria-controls': list.id,
    'aria-autocomplete': 'list',
    placeholder: texts.searchPlaceholder,
    maxlength: '200',
    dir: 'auto',
    enterkeyhint: 'go',
  })
  box.value = words
  const root = element(
    'dialog',
    { class: 'search', part: 'search', 'aria-label': texts.search },
    box,
    list,
    status,
  )
  let searching = new AbortController()
  let rest: ReturnType<typeof setTimeout> | undefined
  let chosen = 0

  function close(then: () => void) {
    root.close()
    then()
  }

  function show(hits: Hit[], question: string) {
    const options = hits.map((hit, at) =>
      optionOf(`${id}-hit-${at}`, hitParts(hit), () => close(() => follow(hit.url))),
    )
    const asking = () => close(() => ask(question))
    if (question !== '') {
      const part = element('b', { dir: 'auto' }, texts.askThis(question))
      options.push(optionOf(`${id}-hit-ask`, [part], asking))
    }
    list.replaceChildren(...options)
    choose(0)
  }

  function choose(at: number) {
    const options = [...list.children]
    chosen = options.length === 0 ? 0 : (at + options.length) % options.length
    options.forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === chosen))
    })
    const option = options[chosen]
    box.setAttribute('aria-activedescendant', option?.id ?? '')
    option?.scrollIntoView({ block: 'nearest' })
  }

  function tell(told: string, isShown = true) {
    status.textContent = told
    status.hidden = !isShown
    status.classList.toggle('unseen', !isShown)
    if (!isShown) status.hidden = false
  }

  async function search() {
    searching.abort()
    searching = new AbortController()
    const { signal } = searching
    const question = box.value.trim()
    if (question === '') return show([], '')
    try {
      const hits = await findPages(deps.url, question, signal)
      if (signal.aborted) return
      show(hits, question)
      tell(hits.length > 0 ? texts.hits(hits.length) : texts.noHits, hits.length === 0)
    } catch {
      if (signal.aborted) return
      // Whoever cannot search can still ask.
      show([], question)
      tell(texts.searchFailed)
    }
  }

  box.addEventListener('input', () => {
    clearTimeout(rest)
    rest = setTimeout(() => void search(), restMs)
  })
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) choose(chosen + step)
    else if (event.key === 'Enter') list.querySelector<HTMLElement>('[aria-selected=true]')?.click()
    else return
    event.preventDefault()
  })
  root.addEventListener('click', (event) => {
    // Only what is behind the box is the dialog itself.
    if (event.target === root) root.close()
  })
  root.addEventListener('keydown', (event) => {
    // The panel behind it stays.
    if (event.key === 'Escape') event.stopPropagation()
  })
  root.addEventListener('close', () => {
    searching.abort()
    root.remove()
  })
  frame.append(root)
  wearSheet(frame, 'search', searchStyles)
  root.showModal()
  box.select()
  void search()
}

function optionOf(id: string, parts: Node[], open: () => void): HTMLElement {
  return element('li', { id, role: 'option', 'aria-selected': 'false', click: open }, ...parts)
}

function hitParts({ title, section, snippet }: Hit): Node[] {
  const place = element('span', { class: 'place', dir: 'auto' }, element('b', {}, title))
  if (section && section !== title) place.append(element('span', {}, section))
  return [place, element('span', { class: 'snippet', dir: 'auto' }, ...snippet)]
}
