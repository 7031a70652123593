import { element } from '../element.ts'
import type { Texts } from '../locale.ts'
import { wearSheet } from '../styles.ts'
import { findPages, type Hit } from './find-pages.ts'
import { createHitList } from './hit-list.ts'
import { type SearchTexts, searchTexts } from './search-english.ts'
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

/**
 * Opens a box for searching and asking, if none is open: pages while the reader types, and the
 * question itself last.
 */
export function openSearch(deps: SearchBoxDeps) {
  const { frame, id, words, ask, follow } = deps
  if (frame.querySelector('dialog')) return
  const texts = searchTexts(deps.texts)
  const status = element('p', { role: 'status', class: 'small' })
  const hits = createHitList(id, texts.search)
  const box = createBox(texts, hits.root.id)
  box.value = words
  const root = element(
    'dialog',
    { class: 'search', part: 'search', 'aria-label': texts.search },
    box,
    hits.root,
    status,
  )
  let searching = new AbortController()
  let rest: ReturnType<typeof setTimeout> | undefined

  // A dialog tells of its end in a later task, and until then no other box would open.
  function leave() {
    clearTimeout(rest)
    searching.abort()
    root.close()
    root.remove()
  }

  const close = (then: () => void) => () => {
    leave()
    then()
  }

  function show(found: Hit[], question: string) {
    const options = found.map((hit) => [hitParts(hit), close(() => follow(hit.url))] as const)
    const asking = [element('b', { dir: 'auto' }, texts.askThis(question))]
    hits.show(question === '' ? [] : [...options, [asking, close(() => ask(question))]])
    box.setAttribute('aria-activedescendant', hits.chosenId())
  }

  async function search() {
    searching.abort()
    searching = new AbortController()
    const { signal } = searching
    const question = box.value.trim()
    if (question === '') return show([], '')
    // Whoever cannot search can still ask.
    const found = await findPages(deps.url, question, signal).catch(() => undefined)
    if (signal.aborted) return
    show(found ?? [], question)
    const told = found?.length ? texts.hits(found.length) : texts.noHits
    status.textContent = found ? told : texts.searchFailed
    status.classList.toggle('unseen', Boolean(found?.length))
  }

  box.addEventListener('input', () => {
    clearTimeout(rest)
    rest = setTimeout(() => void search(), restMs)
  })
  box.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.isComposing || (!step && event.key !== 'Enter')) return
    event.preventDefault()
    if (step) hits.move(step)
    else hits.open()
    box.setAttribute('aria-activedescendant', hits.chosenId())
  })
  root.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing) return
    // A field for searches would take it to empty itself.
    event.preventDefault()
    leave()
  })
  // Only what is behind the box is the dialog itself. On a phone "back" closes it as well.
  root.addEventListener('click', ({ target }) => target === root && leave())
  root.addEventListener('close', leave)
  frame.append(root)
  wearSheet(frame, 'search', searchStyles)
  root.showModal()
  box.select()
  void search()
}

const createBox = (texts: SearchTexts, listId: string) =>
  element('input', {
    type: 'search',
    role: 'combobox',
    'aria-label': texts.search,
    'aria-expanded': 'true',
    'aria-controls': listId,
    'aria-autocomplete': 'list',
    placeholder: texts.searchPlaceholder,
    maxlength: '200',
    dir: 'auto',
    enterkeyhint: 'go',
  })

function hitParts({ title, section, snippet }: Hit): Node[] {
  const place = element('span', { class: 'place', dir: 'auto' }, element('b', {}, title))
  if (section && section !== title) place.append(element('span', {}, section))
  return [place, element('span', { class: 'snippet', dir: 'auto' }, ...snippet)]
}
