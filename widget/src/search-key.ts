export interface SearchKeyDeps {
  /** The letter that opens the search box, together with Ctrl or ⌘. */
  letter: string
  open: () => void
  signal: AbortSignal
}

/** Opens the search box by its key. Where the page has a use of its own for that, the page goes first. */
export function listenForSearchKey({ letter, open, signal }: SearchKeyDeps) {
  const listener = (event: KeyboardEvent) => {
    const { ctrlKey, metaKey, shiftKey, altKey, key, defaultPrevented, repeat } = event
    if (ctrlKey === metaKey || shiftKey || altKey || repeat || defaultPrevented) return
    if (key.toLowerCase() !== letter) return
    event.preventDefault()
    open()
  }
  window.addEventListener('keydown', listener, { signal })
  return listener
}

/** What the page's address asks for: a question (`?ask=`) or a search (`?q=`). */
export function addressAsks(): { ask?: string; q?: string } {
  const query = new URLSearchParams(location.search)
  const [ask, q] = [query.get('ask'), query.get('q')]
  return { ...(ask && { ask }), ...(q && { q }) }
}
