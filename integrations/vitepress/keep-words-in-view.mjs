/*
 * A link to words on a page has been followed by the browser before VitePress comes alive. VitePress then
 * scrolls to the heading once, and the words would be out of view again: that one call is let go.
 */
if (typeof window !== 'undefined') {
  // The only place that still names the words: the browser takes them off the page's address.
  const [arrival] = performance.getEntriesByType('navigation')
  if (arrival?.name.includes(':~:text=')) letFirstScrollGo()
}

function letFirstScrollGo() {
  const { scrollTo } = window
  const end = setTimeout(restore, 5000)
  window.scrollTo = restore

  function restore() {
    clearTimeout(end)
    window.scrollTo = scrollTo
  }
}
