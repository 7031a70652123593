import { isFullScreen } from './full-screen.ts'
import type { Shelf } from './storage.ts'

/**
 * Lets a reader follow a link to a page of this very site and keep the conversation: the widget opens
 * again there. Where the panel covers the whole screen it closes, for the page is what was wanted.
 */
export function followSameSiteLinks(panel: HTMLElement, reopen: Shelf, close: () => void) {
  panel.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    const isElsewhere = link?.target !== '' || link.protocol === 'mailto:'
    if (isElsewhere || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    if (isFullScreen()) return close()
    const isSamePage = link.pathname === location.pathname && link.search === location.search
    if (!isSamePage) reopen.write(true)
  })
}
