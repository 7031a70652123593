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

/** What the page's address asks for: a question (`?ask=`), a search (`?q=`), a shared answer (`?answer=`). */
export function addressAsks() {
  const query = new URLSearchParams(location.search)
  return { ask: query.get('ask'), q: query.get('q'), answer: query.get('answer') }
}
